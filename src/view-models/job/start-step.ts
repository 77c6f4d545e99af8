import { permission } from '../../domain/job/allowed-actions.ts'
import { enqueueGate } from '../../domain/job/enqueue-gate.ts'
import {
  endedWithoutFrames,
  failedBeforeRun,
  isActive,
  isFinished,
  previewsFailed,
} from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import { MISSING } from '../../errors/refusals.ts'
import type { Urls } from '../../urls.ts'
import { type StartForm, startForm } from '../action-form.ts'
import { filedAs } from '../track/question.ts'
import { wasNotQueued } from './ended.ts'
import { playerSummary } from './stored-player.ts'
import type { StoredTarget, TargetStep } from './target-step.ts'

/** The step "Start": what will be analysed, what is missing, and the button if nothing is missing. */
export interface StartStep {
  form: StartForm | null
  /** Why the analysis cannot start: each reason with a link to what to change. */
  missing: { text: string; href: string | null }[]
  /** What will be analysed. */
  facts: { label: string; value: string }[]
  target: StoredTarget | null
  /** Who the result will be filed under. It is shown beside the crop: the last chance to see a wrong person. */
  filedAs: string
  summary: string | null
  /** What to do instead of running a completed job again as it is; else null. */
  again: string | null
}

const STEP = { player_ref: '#player', target: '#target' } as const

export function toStartStep(
  job: Job,
  target: TargetStep,
  urls: Urls,
  service: ServiceFacts,
): StartStep {
  const form = startForm(job, urls, service)
  const may = permission(job, 'enqueue', service)
  return {
    form,
    missing: form === null ? missingOf(job) : [],
    facts: factsOf(job, target),
    target: target.stored[0] ?? null,
    filedAs: filedAs(job),
    summary: summaryOf(job),
    again:
      isFinished(job) && !may.allowed && !service.readOnly
        ? `${may.message} ${may.whatToDo}`
        : null,
  }
}

function missingOf(job: Job): StartStep['missing'] {
  if (endedWithoutFrames(job)) {
    return [{ text: 'This job has no frames. Create a new job.', href: null }]
  }
  const wait =
    job.frames.length === 0 ? [{ text: 'Wait for the preview frames', href: '#frames' }] : []
  const gate = enqueueGate(job).map((name) => ({ text: MISSING[name].toDo, href: STEP[name] }))
  const may = permission(job, 'enqueue')
  if (wait.length + gate.length > 0 || may.allowed) return [...wait, ...gate]
  return [{ text: may.message, href: MEND[may.code] ?? '#progress' }]
}

/** Where to change what prevents a start, by the code of the refusal. */
const MEND: Record<string, string> = {
  TARGET_ASKED_AGAIN: '#target',
  TARGET_ELSEWHERE: '#target',
  CHOOSE_AGAIN: '#player',
}

function factsOf(job: Job, target: TargetStep): StartStep['facts'] {
  const player = playerSummary(job)
  return [
    ...(player === null ? [] : [{ label: 'Player', value: player }]),
    ...(target.summary === null ? [] : [{ label: 'Target', value: target.summary }]),
  ]
}

function summaryOf(job: Job): string | null {
  if (isActive(job)) return 'Started. The player and the target cannot change while it runs.'
  if (isFinished(job)) return 'The analysis has run.'
  if (job.status !== 'FAILED' || previewsFailed(job) || failedBeforeRun(job)) return null
  return wasNotQueued(job) ? 'It could not be queued.' : 'The last analysis failed.'
}
