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

/** The message if the page showed another box of the track than the box that would be stored now. */
export const CHANGED_SINCE =
  'The picture of this player has changed since you opened the page. Look at the players again, then choose.'

/** The value of the field `seen`: each shown track, with a digest of frame and box, such as `8.k3f 9.x01`. */
export function seenText(shown: readonly Shown[]): string {
  return shown.map(nameOf).join(' ')
}

/**
 * The sighting of the track that the page showed, if the job still has it: meanwhile another frame may have become the
 * best, because a picture was lost. Otherwise the best suggestion.
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

/** The track on the frame that the form names, otherwise as `suggestionShown` finds it. */
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

/** The message if the frame does not show the track. */
export function notOnFrame(trackId: number | string): string {
  return `Track ${foreignText(String(trackId))} is not seen on this frame.`
}

/**
 * True if the page showed another box of the track than `now`, or one where there is none now. False if the page showed
 * none, so that it says nothing in `seen`.
 */
export function hasChanged(fields: Fields, trackId: number | string, now: Shown | null): boolean {
  const seen = seenIn(fields)
  const isShown = seen.some((name) => name.startsWith(`${trackId}.`))
  return isShown && (now === null || !seen.includes(nameOf(now)))
}

/** True for a form of a choice: it says which pictures the page showed. */
export function namesSeen(fields: Fields): boolean {
  return fields['seen'] !== undefined
}

function seenIn(fields: Fields): string[] {
  return textOf(fields, 'seen').split(' ')
}

function nameOf({ frame: { key, timeSec }, track: { id, box } }: Shown): string {
  return `${id}.${hashOf(JSON.stringify([key, timeSec, box]))}`
}
