import type { Dialect } from '../dialect.ts'
import { timestamp } from '../http/json.ts'
import { frameName, previewRows } from '../job.ts'
import type { Seed } from '../job-store.ts'
import { runResult } from '../run/run-result.ts'
import { trackingQuality } from '../run/tracking-quality.ts'
import { failDetection, losePlayer } from '../run/worker.ts'
import { scriptedMatch } from '../scene/scripted-scene.ts'
import {
  attempt,
  candidates,
  chosen,
  created,
  player,
  previews,
  STEP_SEC,
  type Step,
  seedJob,
  state,
  target,
} from './seed-steps.ts'

/** The report that job 30 has. */
const REPORT = {
  risks: ['Gioco aereo'],
  summary: 'Una partita solida.',
  strengths: ['Smarcamento'],
  confidence: 0.6,
  key_moments: [],
  limitations: [],
  training_plan_14_days: [],
}
const STALE_MS = 3 * 3_600_000
const TEN_SECONDS = Array.from({ length: 32 }, (_, index) => index * 10)

/**
 * The jobs that the recorded requests speak of, with the recordings' numbers. They rest: nothing
 * happens to them until a request changes them.
 */
export function recordedSeeds(dialect: Dialect, now: number): Seed[] {
  const job = (nn: number, ...steps: Step[]) => seedJob(nn, now, steps)
  const queued = state('QUEUED')
  const failed = (message: string) => state('FAILED', 'FAILED', 100, message)
  return [
    job(1, created(dialect)),
    job(2, state(dialect.createdStatus, 'EXTRACTING_PREVIEWS', 15, 'Extracting preview frames')),
    job(3, previews(), state(dialect.createdStatus, 'PREVIEWS_READY', 20, 'Preview frames ready')),
    job(5, candidates()),
    zeroTime(now),
    lowCoverage(now),
    job(8, candidates(), detectorFailed),
    job(9, candidates(), foundNobody),
    job(10, candidates(), player, state('WAITING_FOR_TARGET')),
    job(11, candidates(), player, attempt, state('WAITING_FOR_TARGET')),
    job(12, candidates(), target, attempt, state('WAITING_FOR_PLAYER')),
    job(13, ...chosen, state('READY_TO_ENQUEUE')),
    job(14, ...chosen, queued),
    job(15, ...chosen, running),
    job(
      16,
      ...chosen,
      state('PROCESSING', 'EXTRACTING_FEATURES', 72, 'Extracting visual features'),
    ),
    job(17, candidates(), player, target, finished({}), done('Completed')),
    job(18, ...chosen, finished({}), trackingOnly, done('Analysis completed')),
    job(19, ...chosen, finished({ isValidated: true }), done('Analysis completed')),
    job(20, ...chosen, finished({}), withoutClips),
    job(21, ...chosen, failed('Tracking timeout'), timedOut),
    job(22, failed('Preview extraction failed'), previewsFailed),
    job(23, ...chosen, state('RUNNING'), (row) => losePlayer(row, row.updatedAt)),
    job(24, state('WAITING_FOR_ANCHOR', 'WAITING_FOR_ANCHOR', 5)),
    job(25, ...chosen, stale, state('RUNNING', 'TRACKING', 47, 'Tracking selected player')),
    job(26, ...chosen, failed('Failed: boom'), retriedOften),
    job(27, previews(), onlyKeys, state('WAITING_FOR_SELECTION', 'PREVIEWS_READY', 20)),
    job(28, candidates(), withoutObjects, state('WAITING_FOR_SELECTION', 'PREVIEWS_READY', 20)),
    job(30, ...chosen, finished({ isValidated: true }), done('Analysis completed'), reported),
  ]
}

/** The result of a finished run, stored at once. */
export function finished({ isValidated = false }): Step {
  return (job) => {
    job.result = runResult(job, Number(job.playerRef?.['track_id']), isValidated)
    const { analysis_attempt_id: id } = job.target
    if (id === undefined) return
    job.previews = previewRows(job).map((row) => ({ ...row, analysis_attempt_id: id }))
  }
}

export function done(message: string): Step {
  return (job) => {
    state('COMPLETED', 'DONE', 100, message)(job)
    if (job.target.analysis_attempt_id !== undefined) job.progress['phase'] = 'DONE'
  }
}

export const timedOut: Step = (job) => {
  job.warnings = ['TRACKING_TIMEOUT']
  job.error = 'Tracking timeout exceeded'
  job.failureReason = 'TRACKING_TIMEOUT'
  job.result['assets'] = {}
}

export const detectorFailed: Step = (job) => {
  job.previews = previewRows(job).map((row) => ({ ...row, tracks: [] }))
  failDetection(job)
}

const foundNobody: Step = (job) => {
  job.previews = previewRows(job).map((row) => ({ ...row, tracks: [] }))
  const { evidence_metrics } = job.result
  job.result = { candidates: [], framesProcessed: 8, totalTracks: 0, evidence_metrics }
}

const running: Step = (job) => {
  state('RUNNING', 'TRACKING', 47, 'Tracking selected player')(job)
  const analysis_task_id = `bbbbbbbb-${job.id.slice(9)}`
  const task = { analysis_task_id, analysis_task_retry: 0, phase: 'TRACKING' }
  job.progress = { ...job.progress, ...task }
  job.result['assets'] = {}
}

/** A run of the newer worker, which leaves the athletic figures out itself. */
const trackingOnly: Step = (job) => {
  job.result['evidence_metrics'] = {
    metric_space: 'image_plane_normalized',
    validated: false,
    reason_codes: [
      'CAMERA_MOTION_NOT_COMPENSATED',
      'PITCH_NOT_CALIBRATED',
      'ATHLETIC_METRICS_WITHHELD',
    ],
    image_motion: trackingQuality(job.result).imageMotion,
  }
}

const withoutClips: Step = (job) => {
  state('PARTIAL', 'DONE', 100, 'Processing finished with partial evidence')(job)
  job.result['clips'] = []
  job.warnings = ['INCOMPLETE_RADAR', 'MISSING_CLIPS']
}

const previewsFailed: Step = (job) => {
  job.progress['step'] = 'PREVIEWS_FAILED'
  job.error = 'PREVIEW_FRAMES_FAILED: the video could not be downloaded'
  job.failureReason = 'preview_generation_failed'
}

const retriedOften: Step = (job) => {
  job.error = 'boom'
  job.retryCount = 3
}

const stale: Step = (job) => {
  job.updatedAt -= STALE_MS
  job.progress['updated_at'] = timestamp(job.updatedAt)
}

const onlyKeys: Step = (job) => {
  job.previewTimes = job.previewTimes.slice(0, 1)
  job.previews = [`jobs/${job.id}/frames/${frameName(0)}`]
}

const withoutObjects: Step = (job) => {
  job.result = {}
  job.lostObjects = true
}

const reported: Step = (job) => {
  job.report = REPORT
}

function zeroTime(now: number): Seed {
  const scene = () => scriptedMatch({ firstSec: 0, stepSec: 10 })
  return seedJob(6, now, [candidates(TEN_SECONDS, 'candidates')], scene)
}

function lowCoverage(now: number): Seed {
  const scene = () => scriptedMatch({ firstSec: STEP_SEC, stepSec: STEP_SEC, undetected: [8, 3] })
  return seedJob(7, now, [candidates()], scene)
}
