import { hasTracks, matchFrame } from '../../domain/frames/frame-matching.ts'
import type { Job, PlayerRef } from '../../domain/job/job.ts'
import { sightingsOf } from '../../domain/player/sightings.ts'
import { bestSuggestion } from '../../domain/player/suggestion.ts'
import { bestOfPlayer } from '../../domain/track/known.ts'
import type { ShirtsSeen } from '../../domain/track/shirts-seen.ts'
import type { Urls } from '../../urls.ts'
import { clock } from '../format.ts'
import { type Crop, toCrop } from '../frame/picture.ts'
import { tierWords } from './track-options.ts'

/** The stored player in one line; null while none is stored. */
export function playerSummary(job: Job): string | null {
  const { playerRef } = job
  if (playerRef === null) return null
  if (playerRef.trackId === null) {
    const at = playerRef.timeSec === null ? '' : ` at ${clock(playerRef.timeSec)}`
    return `A box drawn by hand${at}`
  }
  const tier = tierWords(bestSuggestion(job, playerRef.trackId)?.track.tier ?? null)
  const parts = [`Track ${playerRef.trackId}`, ...(tier === null ? [] : [tier.toLowerCase()])]
  return [...parts, ...seenWords(job, playerRef.trackId)].join(', ')
}

/** `seen in 30 of 32 frames`; nothing if no frame says who is on it (docs/architecture.md#rule-14). */
export function seenWords(job: Job, trackId: number | string): string[] {
  if (!hasTracks(job.frames)) return []
  return [`seen in ${sightingsOf(job.frames, trackId).length} of ${job.frames.length} frames`]
}

/** The stored player cut out of a frame that shows the player well; null if no frame does. */
export function playerCrop(job: Job, urls: Urls, shirts: ShirtsSeen | null = null): Crop | null {
  const { playerRef } = job
  if (playerRef === null) return null
  const best = playerRef.trackId === null ? null : bestOfPlayer(job, playerRef.trackId, shirts)
  if (best) return toCrop(job.id, best.frame, best.track.box, urls, `Track ${best.track.id}`)
  return drawnCrop(job, playerRef, urls)
}

function drawnCrop(job: Job, playerRef: PlayerRef, urls: Urls): Crop | null {
  const match = matchFrame(job.frames, playerRef)
  if (match === null || playerRef.box === null) return null
  return toCrop(job.id, match.frame, playerRef.box, urls, 'The player, in the box drawn by hand')
}
