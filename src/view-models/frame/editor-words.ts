import { isMismatch, type PixelBox } from '../../domain/box/box.ts'
import type { Track } from '../../domain/job/job.ts'
import { count, sharedWords } from '../format.ts'

/** A track's box on this frame. `seenIn`: how many frames show the track. `bearers`: tracks here with its id. */
export interface Suggested {
  track: Track
  seenIn: number
  ofFrames: number
  bearers: number
}

/** Where the box comes from. @param track such as `track 8`; empty if none is chosen */
export function provenanceOf(suggestion: Suggested | null, track: string): string {
  if (suggestion === null) return track === '' ? 'Nothing is suggested: draw the box.' : ''
  return `${[`Suggested from ${track}`, ...boxFacts(suggestion)].join(', ')}.`
}

/** What is known of a track's box. */
export function boxFacts({ track, seenIn, ofFrames, bearers }: Suggested): string[] {
  const { tier, score } = track
  return [
    tier?.toLowerCase(),
    score === null ? null : `detector score ${score.toFixed(2)}`,
    `seen in ${seenIn} of ${count(ofFrames, 'frame')}`,
    sharedWords(bearers),
  ].filter((fact) => fact != null)
}

/** What the service would refuse; empty if nothing is wrong. */
export function warningOf(
  box: PixelBox | null,
  suggested: PixelBox | null,
  track: string,
  purpose: 'target' | 'player',
): string {
  if (purpose === 'player' || track === '') return ''
  if (suggested === null)
    return `The frame does not show ${track}, so a target here would be refused as a mismatch.`
  return box !== null && isMismatch(box, suggested) ? mismatchWords(track) : ''
}

/** Warns before a box is sent that would be refused. @param track such as `track 8` */
export function mismatchWords(track: string): string {
  return `This box hardly covers ${track}, so it would be refused as a mismatch.`
}
