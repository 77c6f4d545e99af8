import type { Fields } from '../../domain/forms/fields.ts'
import { hasChanged, namesSeen } from '../../domain/forms/seen-box.ts'
import { chosenIn } from '../../domain/forms/track-field.ts'
import type { Job } from '../../domain/job/job.ts'
import { storedTrack } from '../../domain/player/stored-track.ts'
import type { Suggestion } from '../../domain/player/suggestion.ts'

/** A form of names or of a choice among tracks, as somebody left it. */
export interface TypedForm {
  form: 'profile' | 'choice'
  fields: Fields
  /** True if the form was sent and refused. Else it is still on the page, and the browser keeps the choice in it. */
  isSent: boolean
}

/** The track that the page chooses; `track` is empty if it chooses nobody. */
export interface Beforehand {
  track: string
  /** The form whose own track keeps its picture. */
  kept: Fields | null
  /** True if that form was sent and refused: then its track stays chosen only by the picture that it was sent with. */
  isSent: boolean
}

/**
 * A form that was sent decides who is chosen, and never a proposal: nobody pressed that one. A track that was only
 * pressed does not stay chosen here, or the browser would take its draft as sent.
 */
export function chosenBeforehand(
  job: Job,
  ids: readonly number[],
  typed: TypedForm | null,
): Beforehand {
  const fields = typed?.fields ?? null
  const named = fields === null ? '' : chosenIn(fields).track
  const isChoice = named !== '' || (fields !== null && namesSeen(fields))
  if (typed?.isSent && isChoice) return { track: named, kept: fields, isSent: true }
  const track = proposedTrack(job, ids)
  return { track, kept: named === track ? null : fields, isSent: false }
}

/** True if the track is chosen, and by no other picture (`now`) than the one in the form that was sent. */
export function isBeforehand(
  { track, kept, isSent }: Beforehand,
  id: number,
  now: Suggestion | null,
): boolean {
  return String(id) === track && !(isSent && kept !== null && hasChanged(kept, id, now))
}

/** Proposes no track after a run that lost the player, because the last proposal was wrong. */
function proposedTrack(job: Job, [first]: readonly number[]): string {
  if (job.status === 'WAITING_FOR_PLAYER') return ''
  return storedTrack(job) ?? String(first)
}
