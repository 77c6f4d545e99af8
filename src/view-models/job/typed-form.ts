import type { Fields } from '../../domain/forms/fields.ts'
import { chosenIn } from '../../domain/forms/track-field.ts'
import type { Job } from '../../domain/job/job.ts'

/** A form of names or of a choice among tracks, as somebody left it. */
export interface TypedForm {
  form: 'profile' | 'choice'
  fields: Fields
  /** It was sent and refused; else it is still on the page, where the browser keeps what is chosen in it. */
  isSent: boolean
}

/**
 * The track that is chosen beforehand, and `kept`: the form whose own track stays on its picture. What was sent stays
 * chosen; what was only pressed does not, or the browser would take its draft for sent.
 */
export function chosenBeforehand(
  job: Job,
  ids: readonly number[],
  typed: TypedForm | null,
): { chosen: string; kept: Fields | null } {
  const track = typed === null ? '' : chosenIn(typed.fields).track
  if (typed?.isSent && ids.some((id) => String(id) === track))
    return { chosen: track, kept: typed.fields }
  const chosen = proposedTrack(job, ids)
  return { chosen, kept: typed !== null && track !== chosen ? typed.fields : null }
}

/** After a run that lost the player none: what was proposed then was wrong. */
function proposedTrack(job: Job, [first]: readonly number[]): string {
  if (job.status === 'WAITING_FOR_PLAYER') return ''
  return String(job.playerRef?.trackId ?? first)
}
