import { MOST_SELECTIONS } from '../../contracts/fields.ts'
import { matchFrame } from '../../domain/frames/frame-matching.ts'
import { permission } from '../../domain/job/allowed-actions.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import { nameOfStored } from '../../domain/player/stored-boxes.ts'
import { hasTarget } from '../../domain/player/target-standing.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm, type StartForm, startForm } from '../action-form.ts'
import { clock } from '../format.ts'

/** The stored boxes, each with a way to remove it, and the button that starts the analysis with them. */
export interface StoredBoxes extends ActionForm {
  /** Such as `2 of 5`. */
  count: string
  items: { title: string; href: string | null; removeKey: string | null; here: boolean }[]
  /** Null if the analysis cannot be started with these boxes. */
  start: StartForm | null
  /** Why it cannot be started; null if it can. */
  waits: string | null
}

/** Null while no target is stored. */
export function toStoredBoxes(
  job: Job,
  frame: Frame,
  urls: Urls,
  service: ServiceFacts,
): StoredBoxes | null {
  const form = actionForm(job, 'selection', urls, service)
  if (form === null || !hasTarget(job) || job.playerRef === null) return null
  const { selections } = job.target
  const query = urls.fromFrame(frame.n)
  const start = service.workerAway ? null : startForm(job, urls, service)
  return {
    ...form,
    action: form.action + query,
    count: `${selections.length} of ${MOST_SELECTIONS}`,
    items: selections.map((selection) => {
      const match = matchFrame(job.frames, selection)?.frame ?? null
      return {
        title: match
          ? `Frame ${match.n} at ${clock(match.timeSec)}`
          : `Frame at ${clock(selection.timeSec)}`,
        href: match && urls.frame(job.id, match.n),
        removeKey: selections.length > 1 ? nameOfStored(selection) : null,
        here: match?.n === frame.n,
      }
    }),
    start: start && { ...start, action: start.action + query },
    waits: start === null ? whyNot(job, service) : null,
  }
}

function whyNot(job: Job, service: ServiceFacts): string {
  const may = permission(job, 'enqueue', service)
  return may.allowed
    ? 'The analysis worker is not running, so a start would be refused.'
    : may.message
}
