import { hasTracks } from '../../domain/frames/frame-matching.ts'
import type { Job, Tier } from '../../domain/job/job.ts'
import type { Candidate } from '../../domain/player/candidates.ts'
import { sightingsOf } from '../../domain/player/sightings.ts'
import { bestSuggestion } from '../../domain/player/suggestion.ts'
import { beginningOf, type Cut } from '../../domain/text/cut.ts'
import type { Urls } from '../../urls.ts'
import { percent, sharedWords } from '../format.ts'
import { type Crop, toCrop } from '../frame/picture.ts'

/** One radio button of the choice among tracks. */
export interface TrackOption {
  value: number
  /** The accessible name begins with it: `Track 8`. */
  label: string
  checked: boolean
  /** The one that is chosen when the analyst does nothing. */
  suggested: boolean
  crop: Crop | null
  /** Where no crop can be made: the service's own picture of the track. */
  sampleSrc: string | null
  tier: string | null
  facts: { label: string; value: string }[]
  lowCoverage: boolean
  /** The frame that the crop is from. */
  frameHref: string | null
}

/** In the detector's order; its first proposal is the suggestion. */
export function candidateOptions(
  job: Job,
  candidates: readonly Candidate[],
  urls: Urls,
): TrackOption[] {
  const chosen = chosenOf(job, candidates[0]?.trackId)
  return candidates.map((candidate, index) => ({
    ...optionOf(job, candidate.trackId, candidate, chosen, urls),
    suggested: index === 0,
    tier: tierWords(candidate.tier),
    lowCoverage: candidate.lowCoverage,
    facts: [
      ...seenFact(job, candidate.trackId),
      ...fact('Coverage', percent(candidate.coverage)),
      ...fact('Stability', percent(candidate.stability)),
      ...sharedFact(Math.max(candidate.bearers, bearersOf(job, candidate.trackId, candidate))),
    ],
  }))
}

/** The tracks of the preview frames, those seen most often first. `cuts` takes what is left out. */
export function frameTrackOptions(job: Job, urls: Urls, cuts: Cut[]): TrackOption[] {
  const ids = new Set(job.frames.flatMap((frame) => frame.tracks.map((track) => track.id)))
  const all = [...ids]
    .map((id) => ({ id, frames: sightingsOf(job.frames, id).length }))
    .sort((a, b) => b.frames - a.frames || a.id - b.id)
  const seen = beginningOf(all, 'tracks', cuts)
  const chosen = chosenOf(job, seen[0]?.id)
  return seen.map(({ id }, index) => ({
    ...optionOf(job, id, null, chosen, urls),
    suggested: index === 0,
    tier: tierWords(bestSuggestion(job, id)?.track.tier ?? null),
    facts: [...seenFact(job, id), ...sharedFact(bearersOf(job, id, null))],
  }))
}

/** The detector's two classes of track (docs/contract.md#candidates). */
export function tierWords(tier: Tier | null): string | null {
  if (tier === null) return null
  return tier === 'PRIMARY' ? 'Primary track' : 'Secondary track'
}

function optionOf(
  job: Job,
  trackId: number,
  candidate: Candidate | null,
  chosen: string,
  urls: Urls,
): TrackOption {
  const best = bestSuggestion(job, trackId, candidate)
  const sample = candidate?.samples.find(({ image }) => image !== null)?.image ?? null
  const crop = best && toCrop(job.id, best.frame, best.track.box, urls, '')
  return {
    value: trackId,
    label: `Track ${trackId}`,
    checked: String(trackId) === chosen,
    suggested: false,
    crop,
    sampleSrc: crop === null && sample !== null ? urls.image(job.id, sample, 320) : null,
    tier: null,
    facts: [],
    lowCoverage: false,
    frameHref: best && urls.frame(job.id, best.frame.n, { track: trackId }),
  }
}

function chosenOf(job: Job, first: number | undefined): string {
  return String(job.playerRef?.trackId ?? first)
}

function seenFact(job: Job, trackId: number): { label: string; value: string }[] {
  const seen = sightingsOf(job.frames, trackId).length
  return !hasTracks(job.frames)
    ? []
    : [{ label: 'Seen in', value: `${seen} of ${job.frames.length} frames` }]
}

function bearersOf(job: Job, trackId: number, candidate: Candidate | null): number {
  return bestSuggestion(job, trackId, candidate)?.bearers ?? 1
}

function sharedFact(bearers: number): { label: string; value: string }[] {
  return fact('Beware:', sharedWords(bearers))
}

function fact(label: string, value: string | null): { label: string; value: string }[] {
  return value === null ? [] : [{ label, value }]
}
