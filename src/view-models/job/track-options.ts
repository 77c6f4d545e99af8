import type { Fields } from '../../domain/forms/fields.ts'
import { suggestionShown } from '../../domain/forms/seen-box.ts'
import { chosenIn } from '../../domain/forms/track-field.ts'
import { hasTracks } from '../../domain/frames/frame-matching.ts'
import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import type { Job, Tier } from '../../domain/job/job.ts'
import type { Candidate } from '../../domain/player/candidates.ts'
import { sightingsOf } from '../../domain/player/sightings.ts'
import { bestSuggestion, type Suggestion } from '../../domain/player/suggestion.ts'
import { beginningOf, type Cut } from '../../domain/text/cut.ts'
import { ownSide } from '../../domain/track/own-side.ts'
import { placeOf } from '../../domain/track/place.ts'
import { trackIdsOf } from '../../domain/track/sighted.ts'
import type { Urls } from '../../urls.ts'
import { percent, sharedWords } from '../format.ts'
import { type Crop, toCrop } from '../frame/picture.ts'
import { trackName } from '../frame/track-name.ts'
import {
  otherShirtWord,
  shirtWord,
  type TrackLife,
  type TracksKnown,
  toTrackLife,
} from '../track/life.ts'
import { type Beforehand, chosenBeforehand, isBeforehand, type TypedForm } from './typed-form.ts'

/** One radio button of the choice among tracks. */
export interface TrackOption {
  value: number
  /** The beginning of the accessible name: `trackName`. */
  label: string
  checked: boolean
  /** Why this track is the first; null for the others. It never guesses who the player is. */
  tag: string | null
  /** Where the track is on the frame of the crop: `left, far side`. */
  place: string | null
  /** The colour of its shirt in a word; null where it is not known. */
  shirt: string | null
  /** The colour of the shirt on the crop if it is another colour; else null. */
  otherShirt: string | null
  life: TrackLife
  crop: Crop | null
  /** The service's own picture of the track if no crop can be made; else null. */
  sampleSrc: string | null
  tier: string | null
  facts: { label: string; value: string }[]
  lowCoverage: boolean
  /** The frame that the crop is from. */
  frameHref: string | null
  /** What is shown of the track, for `seenText`; null if no frame shows the track. */
  shown: Pick<Suggestion, 'frame' | 'track'> | null
}

/** Makes the options of the candidates, in the detector's order. */
export function candidateOptions(
  job: Job,
  candidates: readonly Candidate[],
  known: TracksKnown,
  urls: Urls,
  typed: TypedForm | null = null,
): TrackOption[] {
  const ids = candidates.map(({ trackId }) => trackId)
  const chosen = chosenBeforehand(job, ids, typed)
  return candidates.map((candidate, index) => {
    const best = bestOf(job, candidate.trackId, candidate, known, chosen.kept)
    return {
      ...optionOf(job, candidate.trackId, candidate, best, chosen, known, urls),
      tag: index === 0 ? tagOf(job, candidate.trackId) : null,
      tier: tierWords(candidate.tier),
      lowCoverage: candidate.lowCoverage,
      facts: [
        ...seenFact(job, candidate.trackId),
        ...saidFacts(candidate),
        ...sharedFact(Math.max(candidate.bearers, best?.bearers ?? 1)),
      ],
    }
  })
}

/** What the detector said of the track. */
function saidFacts(candidate: Candidate | null) {
  return [
    ...fact('Coverage', percent(candidate?.coverage ?? null)),
    ...fact('Stability', percent(candidate?.stability ?? null)),
  ]
}

function tagOf(job: Job, trackId: number): string {
  const seen = (id: number) => sightingsOf(job.frames, id).length
  return hasTracks(job.frames) && trackIdsOf(job.frames).every((id) => seen(id) <= seen(trackId))
    ? 'seen most often'
    : 'first in the detector’s list'
}

/**
 * The tracks of the preview frames, those seen most often first. `said` is what the detector said of them before its
 * proposals were gone; `cuts` takes what is left out.
 */
export function frameTrackOptions(
  job: Job,
  said: readonly Candidate[],
  known: TracksKnown,
  urls: Urls,
  cuts: Cut[],
  typed: TypedForm | null = null,
): TrackOption[] {
  const all = trackIdsOf(job.frames)
    .map((id) => ({ id, frames: sightingsOf(job.frames, id).length }))
    .sort((a, b) => b.frames - a.frames || a.id - b.id)
  const seen = beginningOf(all, 'tracks', cuts)
  const ids = seen.map(({ id }) => id)
  const chosen = chosenBeforehand(job, ids, typed)
  return seen.map(({ id }, index) => {
    const best = bestOf(job, id, null, known, chosen.kept)
    return {
      ...optionOf(job, id, null, best, chosen, known, urls),
      tag: index === 0 ? tagOf(job, id) : null,
      tier: tierWords(best?.track.tier ?? null),
      facts: [
        ...seenFact(job, id),
        ...saidFacts(said.find(({ trackId }) => trackId === id) ?? null),
        ...sharedFact(best?.bearers ?? 1),
      ],
    }
  })
}

/** Takes the person whom the track shows most. A chosen track keeps the picture that it was chosen by. */
function bestOf(
  job: Job,
  trackId: number,
  candidate: Candidate | null,
  { lives }: TracksKnown,
  kept: Fields | null,
): Suggestion | null {
  const isOwn = ownSide(lives, sightingsOf(job.frames, trackId))
  const best = bestSuggestion(job, trackId, candidate, isOwn)
  if (kept === null || chosenIn(kept).track !== String(trackId)) return best
  const shown = suggestionShown(kept, job, trackId, candidate, isOwn)
  return shown !== null && hasPicture(shown.frame) ? shown : best
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
  best: Suggestion | null,
  chosen: Beforehand,
  known: TracksKnown,
  urls: Urls,
): TrackOption {
  const sample = candidate?.samples.find(({ image }) => image !== null)?.image ?? null
  const crop = best && toCrop(job.id, best.frame, best.track.box, urls, '')
  return {
    value: trackId,
    label: trackName(job.frames, trackId),
    checked: isBeforehand(chosen, trackId, best),
    tag: null,
    place: best && placeOf(best.frame, best.track.box),
    shirt: shirtWord(known, trackId),
    otherShirt: best && otherShirtWord(known, best.frame, trackId),
    life: toTrackLife(job, known, trackId, urls),
    crop,
    sampleSrc: crop === null && sample !== null ? urls.image(job.id, sample, 320) : null,
    tier: null,
    facts: [],
    lowCoverage: false,
    frameHref: best && urls.frame(job.id, best.frame.n, { track: trackId }),
    shown: best,
  }
}

function seenFact(job: Job, trackId: number): { label: string; value: string }[] {
  const seen = sightingsOf(job.frames, trackId).length
  return !hasTracks(job.frames)
    ? []
    : [{ label: 'Seen in', value: `${seen} of ${job.frames.length} frames` }]
}

function sharedFact(bearers: number): { label: string; value: string }[] {
  return fact('Beware:', sharedWords(bearers))
}

function fact(label: string, value: string | null): { label: string; value: string }[] {
  return value === null ? [] : [{ label, value }]
}
