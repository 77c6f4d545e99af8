import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import { type Detection, detection, mayBeDetecting, stepOf } from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Candidates } from '../../domain/player/candidates.ts'
import { type Explanation, explainCodes } from '../../domain/words/warnings.ts'
import type { Urls } from '../../urls.ts'
import { actionForm } from '../action-form.ts'
import type { Crop } from '../frame/picture.ts'
import { choiceOf, type PlayerChoice, type TrackFacts } from './choice.ts'
import { type Life, lifeOf } from './life.ts'
import { playerCrop, playerSummary } from './stored-player.ts'
import type { TypedForm } from './typed-form.ts'

/** The step "Player": the stored player, and the choice among tracks if the job allows one. */
export interface PlayerStep {
  /** Null while none is stored. */
  summary: string | null
  crop: Crop | null
  /** Why the player must be chosen again, or what is wrong with the detection. */
  notices: Explanation[]
  /** Set while the detector runs or may run; `sure` is false if the service gives no time. */
  waiting: { life: Life; sure: boolean } | null
  choice: PlayerChoice | null
  /** True if pictures of frames could not be loaded: the analyst may be choosing blind. */
  picturesLost: boolean
  /** Where the player's box is drawn by hand; null if nothing may be selected now. */
  drawHref: string | null
}

export function toPlayerStep(
  job: Job,
  candidates: Candidates | null,
  urls: Urls,
  now: number,
  service: ServiceFacts,
  facts: TrackFacts = { shirts: null, said: [] },
  typed: TypedForm | null = null,
): PlayerStep {
  const stage = detection(job, candidates, now)
  const running = stepOf(job) === 'player' && mayBeDetecting(stage)
  const choice = choiceOf(job, candidates, urls, service, facts, typed)
  const first = job.frames[0]
  return {
    summary: playerSummary(job),
    crop: playerCrop(job, urls, facts.shirts),
    notices: noticesOf(job, stage, choice !== null),
    waiting: running ? { life: lifeOf(job, now), sure: stage === 'running' } : null,
    choice,
    picturesLost: job.frames.some((frame) => frame.image !== null && !hasPicture(frame)),
    drawHref:
      actionForm(job, 'player-ref', urls, service) && first
        ? urls.frame(job.id, first.n, { draw: 'player' })
        : null,
  }
}

function noticesOf(job: Job, stage: Detection, hasChoice: boolean): Explanation[] {
  if (stepOf(job) !== 'player') return []
  const codes = job.failureReason === null ? [] : [job.failureReason]
  if (stage === 'low-coverage') codes.push('LOW_COVERAGE')
  if (stage === 'failed') codes.push('CANDIDATES_FAILED')
  if (stage === 'none' && !hasChoice) codes.push('NO_TRACKS')
  return explainCodes(codes)
}
