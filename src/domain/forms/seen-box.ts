import type { Job } from '../job/job.ts'
import { hashOf } from '../job/live-state.ts'
import type { Candidate } from '../player/candidates.ts'
import { type Sighting, sightingsOf } from '../player/sightings.ts'
import { bestSuggestion, type Suggestion, suggestionOn } from '../player/suggestion.ts'
import { foreignText } from '../text/foreign-text.ts'
import { type Fields, textOf } from './fields.ts'
import { frameOf } from './frame-fields.ts'

type IsOwn = (sighting: Sighting) => boolean
type Shown = Pick<Sighting, 'frame' | 'track'>

/** Said where the page showed another box of the track than the one that would be stored now. */
export const CHANGED_SINCE =
  'The picture of this player has changed since you opened the page. Look at the players again, then choose.'

/** The value of the field `seen`: for each track its frame and its box there, such as `8.k3f 9.x01`. */
export function seenText(shown: readonly Shown[]): string {
  return shown.map(nameOf).join(' ')
}

/**
 * The track where the form's page showed it, as long as that stands: another frame may have become the best since,
 * because its picture was lost. Where no page says so, or it is gone, the best that there is.
 */
export function suggestionShown(
  fields: Fields,
  job: Job,
  trackId: number | string,
  candidate: Candidate | null = null,
  isOwn?: IsOwn,
): Suggestion | null {
  const all = sightingsOf(job.frames, trackId)
  const seen = seenIn(fields)
  const shown = all.find((sighting) => seen.includes(nameOf(sighting)))
  return shown === undefined
    ? bestSuggestion(job, trackId, candidate, isOwn)
    : { ...shown, seenIn: all.length }
}

/** The track on the frame that the form names, else where the form's page showed it. */
export function suggestionIn(
  fields: Fields,
  job: Job,
  trackId: number | string,
  candidate: Candidate | null = null,
  isOwn?: IsOwn,
): Suggestion | null {
  const named = frameOf(fields, job)
  return named
    ? suggestionOn(job, named, trackId)
    : suggestionShown(fields, job, trackId, candidate, isOwn)
}

/** Said where the frame does not show the track. */
export function notOnFrame(trackId: number | string): string {
  return `Track ${foreignText(String(trackId))} is not seen on this frame.`
}

/** Whether the form says that something else was shown of this track. A form without the field says nothing. */
export function hasChanged(fields: Fields, now: Shown): boolean {
  const seen = seenIn(fields)
  return seen.some((name) => name.startsWith(`${now.track.id}.`)) && !seen.includes(nameOf(now))
}

function seenIn(fields: Fields): string[] {
  return textOf(fields, 'seen').split(' ')
}

function nameOf({ frame: { key, timeSec }, track: { id, box } }: Shown): string {
  return `${id}.${hashOf(JSON.stringify([key, timeSec, box]))}`
}
