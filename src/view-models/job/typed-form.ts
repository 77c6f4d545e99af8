import type { Fields } from '../../domain/forms/fields.ts'
import { chosenIn } from '../../domain/forms/track-field.ts'
import type { Job } from '../../domain/job/job.ts'

/** A form of names or of a choice among tracks, as somebody left it. */
export interface TypedForm {
  form: 'profile' | 'choice'
  fields: Fields
  /** True if the form was sent and refused. Else it is still on the page, and the browser keeps the choice in it. */
  isSent: boolean
}

/**
 * Gives back the track that the page chooses, and `kept`: the form whose own track keeps its picture. A track that was
 * sent stays chosen. A track that was only pressed does not, or the browser would take its draft as sent.
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

/** Proposes no track after a run that lost the player, because the last proposal was wrong. */
function proposedTrack(job: Job, [first]: readonly number[]): string {
  if (job.status === 'WAITING_FOR_PLAYER') return ''
  return String(job.playerRef?.trackId ?? first)
}
