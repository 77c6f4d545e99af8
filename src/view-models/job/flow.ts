import { hasEnded, isMoving } from '../../domain/job/flow.ts'
import type { Job } from '../../domain/job/job.ts'
import { seenOfJob } from '../../domain/job/seen.ts'
import { ABLE, type ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Candidates } from '../../domain/player/candidates.ts'
import type { Urls } from '../../urls.ts'
import { cutWords } from '../cut-words.ts'
import { type Filmstrip, toFilmstrip } from '../frame/filmstrip.ts'
import { pageTitle } from '../page.ts'
import type { Problem } from '../problem/problem.ts'
import type { TrackFacts } from './choice.ts'
import { noResultWords } from './ended.ts'
import { type FramesStep, toFramesStep } from './frames-step.ts'
import { type JobHeader, jobName, toJobHeader } from './header.ts'
import { type PlayerStep, toPlayerStep } from './player-step.ts'
import { type ProgressStep, toProgressStep } from './progress-step.ts'
import { standingOf } from './stages.ts'
import { type StartStep, toStartStep } from './start-step.ts'
import { type StepModel, toSteps } from './steps.ts'
import { type TargetStep, toTargetStep } from './target-step.ts'
import type { TypedForm } from './typed-form.ts'

export interface FlowInput {
  job: Job
  candidates: Candidates | null
  urls: Urls
  /** What the last action said; null if all went well. */
  problem: Problem | null
  /** Milliseconds, as `Date.now()`. */
  now: number
  /** The model of `views/fragments/result/summary.eta`, where the job has finished. */
  result?: unknown
  /** What is known of the service; by default it can do everything. */
  service?: ServiceFacts
  /** What is known of the tracks; by default nothing. */
  tracks?: TrackFacts
  /** The form whose typed values are shown again. */
  typed?: TypedForm | null
}

/** The live part of the job page: `views/fragments/job/flow.eta`. */
export interface Flow {
  /** The window's title for this state. */
  title: string
  /** What the region "Job status" says; it changes only with the stage. */
  status: string
  header: JobHeader
  steps: StepModel[]
  frames: FramesStep
  player: PlayerStep
  target: TargetStep
  start: StartStep
  progress: ProgressStep
  result: unknown
  resultHref: string
  /** Said if there is no result. */
  noResult: string
  filmstrip: Filmstrip
  /** The digest of the state that is shown. */
  seen: string
  /** True if nothing more changes by itself. */
  ended: boolean
  /** True if the job changes without the analyst. */
  moving: boolean
  /** True if the worker that runs the analysis is away: the page says so before anything is started. */
  workerAway: boolean
  /** True if the reader may look but not act. */
  readOnly: boolean
  pageHref: string
  problem: Problem | null
  /** What is left out: `cutWords`. */
  cut: string | null
}

export function toFlow(input: FlowInput): { urls: Urls; flow: Flow } {
  const { job, candidates, urls, problem, now, service = ABLE } = input
  const typedIn = (form: TypedForm['form']) => (input.typed?.form === form ? input.typed : null)
  const standing = standingOf(job, candidates, now)
  const player = toPlayerStep(job, candidates, urls, now, service, input.tracks, typedIn('choice'))
  const target = toTargetStep(job, urls, service, input.tracks?.shirts)
  return {
    urls,
    flow: {
      title: pageTitle(`${jobName(job)}: ${standing.label}`, problem !== null),
      status: standing.spoken,
      header: toJobHeader(job, standing, urls, service, typedIn('profile')?.fields),
      steps: toSteps(job),
      frames: toFramesStep(job, now),
      player,
      target,
      start: toStartStep(job, target, urls, service),
      progress: toProgressStep(job, urls, now, service),
      result: input.result ?? null,
      resultHref: urls.result(job.id),
      noResult: noResultWords(job),
      filmstrip: toFilmstrip(job, urls),
      seen: seenOfJob(job),
      ended: hasEnded(job),
      moving: isMoving(job, candidates, now),
      workerAway: service.workerAway,
      readOnly: service.readOnly === true,
      pageHref: urls.job(job.id),
      problem,
      cut: cutWords(job.cuts, candidates?.cuts ?? [], player.choice?.cuts ?? []),
    },
  }
}
