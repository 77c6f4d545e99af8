import { MOST_SELECTIONS } from '../../contracts/fields.ts'
import { matchFrame } from '../../domain/frames/frame-matching.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import { hasTarget } from '../../domain/player/target-standing.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { clock } from '../format.ts'

/** The boxes that are stored, and the form that adds this frame's to them: up to `MOST_SELECTIONS` (`selection`). */
export interface StoredBoxes extends ActionForm {
  items: { title: string; href: string | null; removeKey: string | null; here: boolean }[]
  /** The words on the button that adds; null if that many are stored and none on this frame. */
  add: string | null
}

/** Null while no target is stored: the first box is confirmed, not added. */
export function toStoredBoxes(job: Job, frame: Frame, urls: Urls): StoredBoxes | null {
  const form = actionForm(job, 'selection', urls)
  if (form === null || !hasTarget(job) || job.playerRef === null) return null
  const { selections } = job.target
  const items = selections.map((selection) => {
    const match = matchFrame(job.frames, selection)?.frame ?? null
    return {
      title: match
        ? `Frame ${match.n} at ${clock(match.timeSec)}`
        : `Frame at ${clock(selection.timeSec)}`,
      href: match && urls.frame(job.id, match.n),
      removeKey: selections.length > 1 ? selection.frameKey : null,
      here: match?.n === frame.n,
    }
  })
  const here = items.some((item) => item.here)
  return {
    ...form,
    action: `${form.action}?page=frame`,
    items,
    add: here
      ? 'Replace the box of this frame, keep the others'
      : items.length < MOST_SELECTIONS
        ? 'Add this box to the stored ones'
        : null,
  }
}
