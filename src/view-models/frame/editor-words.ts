import { isMismatch, type PixelBox } from '../../domain/box/box.ts'
import type { Track } from '../../domain/job/job.ts'
import { count, sharedWords } from '../format.ts'

/** A track's box on this frame; `seenIn` of so many frames, `bearers` tracks with its id. */
export interface Suggested {
  track: Track
  seenIn: number
  ofFrames: number
  bearers: number
}

/** Where the box comes from. @param track such as `track 8`; empty if none is chosen */
export function provenanceOf(suggestion: Suggested | null, track: string): string {
  if (suggestion === null) return track === '' ? 'Nothing is suggested: draw the box.' : ''
  const { tier, score } = suggestion.track
  const parts = [
    `Suggested from ${track}`,
    tier?.toLowerCase(),
    score === null ? undefined : `score ${score.toFixed(2)}`,
    `seen in ${suggestion.seenIn} of ${count(suggestion.ofFrames, 'frame')}`,
    sharedWords(suggestion.bearers) ?? undefined,
  ]
  return `${parts.filter((part) => part !== undefined).join(', ')}.`
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

/** Said before a box is sent that would be refused. @param track such as `track 8` */
export function mismatchWords(track: string): string {
  return `This box hardly covers ${track}, so it would be refused as a mismatch.`
}
