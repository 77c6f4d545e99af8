import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import { type Detection, detection, mayBeDetecting, stepOf } from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Candidates } from '../../domain/player/candidates.ts'
import type { Cut } from '../../domain/text/cut.ts'
import { explainCodes, type Notice } from '../../domain/words/warnings.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import type { Crop } from '../frame/picture.ts'
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
  options: TrackOption[]
  /** Says where the tracks come from where they are not the detector's proposals. */
  hint: string | null
  /** Of the tracks in the frames. */
  cuts: Cut[]
  /** Where "Start with this player" is sent; null if the player and the target must be stored one by one. */
  start: string | null
}

export function toPlayerStep(
  job: Job,
  candidates: Candidates | null,
  urls: Urls,
  now: number,
  service: ServiceFacts,
): PlayerStep {
  const stage = detection(job, candidates, now)
  const running = stepOf(job) === 'player' && mayBeDetecting(stage)
  const choice = choiceOf(job, candidates, urls, service)
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
): TrackChoice | null {
  const proposed = candidateOptions(job, candidates?.items ?? [], urls)
  const select = actionForm(job, 'select-track', urls)
  if (proposed.length > 0 && select) {
    const start = startOf(job, proposed, urls, service)
    return { ...select, field: 'trackId', options: proposed, hint: null, cuts: [], start }
  }
  const cuts: Cut[] = []
  const seen = frameTrackOptions(job, urls, cuts)
  const pick = actionForm(job, 'pick-player', urls, service)
  const form = pick ?? actionForm(job, 'player-ref', urls, service)
  if (seen.length === 0 || !form) return null
  return {
    ...form,
    field: 'track_id',
    options: seen,
    hint: hintOf(candidates, pick !== null),
    cuts,
    start: pick && startOf(job, seen, urls, service),
  }
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
