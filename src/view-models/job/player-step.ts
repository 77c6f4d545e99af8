import { seenText } from '../../domain/forms/seen-box.ts'
import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import {
  type Detection,
  detection,
  isActive,
  mayBeDetecting,
  stepOf,
} from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Candidate, Candidates } from '../../domain/player/candidates.ts'
import type { Cut } from '../../domain/text/cut.ts'
import type { ShirtsSeen } from '../../domain/track/shirts-seen.ts'
import { explainCodes, type Notice } from '../../domain/words/warnings.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import type { Crop } from '../frame/picture.ts'
import { type TracksKnown, tracksKnown } from '../track/life.ts'
import { playerQuestion } from '../track/question.ts'
import { type Life, lifeOf } from './life.ts'
import { playerCrop, playerSummary } from './stored-player.ts'
import { candidateOptions, frameTrackOptions, type TrackOption } from './track-options.ts'

/** The step "Player": the stored one, and the choice among tracks where the job allows one. */
export interface PlayerStep {
  /** Null while none is stored. */
  summary: string | null
  crop: Crop | null
  /** Why the player must be chosen again, or what is wrong with the detection. */
  notices: Notice[]
  /** The detector still runs, or may: `sure` is false if the service gives no time. */
  waiting: { life: Life; sure: boolean } | null
  choice: TrackChoice | null
  /** Pictures of the frames could not be loaded: the analyst may be choosing blind. */
  picturesLost: boolean
  /** Draw the player's box by hand on a frame; null if nothing may be selected now. */
  drawHref: string | null
}

/** A form with a radio button per track. */
interface TrackChoice extends ActionForm {
  /** `trackId` of a candidate, or `track_id` of a track in the frames: each action has its own word. */
  field: 'trackId' | 'track_id'
  /** `Which one is L. Okafor, number 9?` */
  question: string
  /** What is shown of each track, so that no other box is stored: `seenText`. */
  seen: string
  /** By the colour of the shirt, where that is known; the most seen first. */
  groups: TrackGroup[]
  /** Where the choice is asked for again when the shirts are known; null where nobody looks at them. */
  shirtsHref: string | null
  /** Says where the tracks come from where they are not the detector's proposals. */
  hint: string | null
  /** Of the tracks in the frames. */
  cuts: Cut[]
  /** Where "Start with this player" is sent; null if the player and the target must be stored one by one. */
  start: string | null
}

interface TrackGroup {
  /** `Blue shirts`; null where no shirt is known. */
  label: string | null
  options: TrackOption[]
}

/** What is known of the tracks beside the job. */
export interface TrackFacts {
  /** Null while nobody has looked at the shirts; empty where none could be seen. */
  shirts: ShirtsSeen | null
  /** The detector's proposals as they were before a selection took them away. */
  said: readonly Candidate[]
}

export function toPlayerStep(
  job: Job,
  candidates: Candidates | null,
  urls: Urls,
  now: number,
  service: ServiceFacts,
  facts: TrackFacts = { shirts: null, said: [] },
): PlayerStep {
  const stage = detection(job, candidates, now)
  const running = stepOf(job) === 'player' && mayBeDetecting(stage)
  const choice = choiceOf(job, candidates, urls, service, facts)
  const first = job.frames[0]
  return {
    summary: playerSummary(job),
    crop: playerCrop(job, urls),
    notices: noticesOf(job, stage, choice !== null),
    waiting: running ? { life: lifeOf(job, now), sure: stage === 'running' } : null,
    choice,
    picturesLost: job.frames.some((frame) => frame.image !== null && !hasPicture(frame)),
    drawHref:
      actionForm(job, 'player-ref', urls) && first
        ? urls.frame(job.id, first.n, { draw: 'player' })
        : null,
  }
}

/**
 * Candidates first; a selection wipes them, then the tracks of the frames (docs/architecture.md#rule-7,
 * docs/architecture.md#rule-12): by `pick-player` where the service has it, else by the track's own box.
 */
function choiceOf(
  job: Job,
  candidates: Candidates | null,
  urls: Urls,
  service: ServiceFacts,
  { shirts, said }: TrackFacts,
): TrackChoice | null {
  if (isActive(job)) return null
  const known = tracksKnown(job, shirts)
  const shared = {
    question: playerQuestion(job),
    shirtsHref: shirts === null && stepOf(job) === 'player' ? urls.tracks(job.id) : null,
  }
  const proposed = candidateOptions(job, candidates?.items ?? [], known, urls)
  const select = actionForm(job, 'select-track', urls)
  if (proposed.length > 0 && select) {
    const start = startOf(job, proposed, urls, service)
    const groups = grouped(proposed, known)
    const seen = seenOf(proposed)
    return { ...select, ...shared, field: 'trackId', seen, groups, hint: null, cuts: [], start }
  }
  const cuts: Cut[] = []
  const seen = frameTrackOptions(job, said, known, urls, cuts)
  const pick = actionForm(job, 'pick-player', urls, service)
  const form = pick ?? actionForm(job, 'player-ref', urls, service)
  if (seen.length === 0 || !form) return null
  return {
    ...form,
    ...shared,
    field: 'track_id',
    seen: seenOf(seen),
    groups: grouped(seen, known),
    hint: hintOf(candidates, pick !== null),
    cuts,
    start: pick && startOf(job, seen, urls, service),
  }
}

function seenOf(options: readonly TrackOption[]): string {
  return seenText(options.flatMap(({ shown }) => shown ?? []))
}

/** One group where no shirt is known, else one for each colour; those whose shirt nobody sees come last. */
function grouped(options: TrackOption[], { colours }: TracksKnown): TrackGroup[] {
  const groups = [...colours, null].flatMap((colour): TrackGroup[] => {
    const members = options.filter(({ shirt }) => shirt === colour)
    const label = colour === null ? 'Shirt not seen' : `${capital(colour)} shirts`
    return members.length === 0 ? [] : [{ label, options: members }]
  })
  return colours.length === 0 ? [{ label: null, options }] : groups
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Not while the worker is away, and not if no track has a picture to show its box on. */
function startOf(
  job: Job,
  options: readonly TrackOption[],
  urls: Urls,
  { workerAway }: ServiceFacts,
): string | null {
  if (workerAway || options.every(({ crop }) => crop === null)) return null
  return urls.start(job.id)
}

/** Null candidates: the service was asked and did not say, so nobody knows whether it holds any. */
function hintOf(candidates: Candidates | null, canPick: boolean): string {
  const held =
    candidates === null
      ? 'The service did not say which players it proposes'
      : 'The service no longer holds its proposals'
  return canPick
    ? `${held}, so these are the tracks seen in the preview frames.`
    : `${held}, and this version of it does not take a track from a frame. So the box of the track is stored as the player, on the frame that is shown.`
}

function noticesOf(job: Job, stage: Detection, hasChoice: boolean): Notice[] {
  if (stepOf(job) !== 'player') return []
  const codes = job.failureReason === null ? [] : [job.failureReason]
  if (stage === 'low-coverage') codes.push('LOW_COVERAGE')
  if (stage === 'failed') codes.push('CANDIDATES_FAILED')
  if (stage === 'none' && !hasChoice) codes.push('NO_TRACKS')
  return explainCodes(codes)
}
