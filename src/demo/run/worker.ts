import { asFloat, type JsonObject, timestamp } from '../http/json.ts'
import { type DemoJob, makePreview, previewRows } from '../job.ts'
import { boxIou } from '../scene/camera.ts'
import { storeDetection } from '../scene/detection.ts'
import {
  DETECTION_SEC,
  DETECTION_STAGES,
  PREVIEWS_FROM_SEC,
  quicknessOf,
  RUN_SEC,
  RUN_STAGES,
  stageAt,
} from './progress.ts'
import { lostPlayerTracking, runResult } from './run-result.ts'

/**
 * Brings a job to where the worker has got by `now` (ms). Nothing runs in between: what has happened
 * follows from the time of the last state change alone, so a clock that a test sets works as well.
 */
export function advance(job: DemoJob, now: number, speed: number): void {
  const pace = speed * quicknessOf(job.scene.durationSec)
  if (job.life.kind === 'detecting') advanceDetection(job, job.life.since, now, pace)
  if (job.life.kind === 'running') advanceRun(job, job.life, now, pace)
}

function advanceDetection(job: DemoJob, since: number, now: number, speed: number): void {
  const elapsedSec = ((now - since) / 1000) * speed
  const at = (sec: number) => since + (sec / speed) * 1000
  const isUntouched = job.target.confirmed === undefined && job.playerRef === null
  if (elapsedSec >= PREVIEWS_FROM_SEC && job.detection === 'unreadable') {
    job.life = { kind: 'resting' }
    const message = 'PREVIEW_FRAMES_FAILED: the video could not be downloaded'
    fail(job, 'PREVIEWS_FAILED', 'preview_generation_failed', message, at(PREVIEWS_FROM_SEC))
    return
  }
  if (elapsedSec >= PREVIEWS_FROM_SEC && job.previews.length === 0) {
    job.previews = job.previewTimes.map((sec, index) => makePreview(job.id, index, sec))
  }
  if (elapsedSec < DETECTION_SEC) {
    const { stage, pct, sinceSec } = stageAt(DETECTION_STAGES, elapsedSec, DETECTION_SEC)
    if (!isUntouched) return
    setProgress(job, { step: stage.step, pct, message: stage.message }, at(sinceSec))
    return
  }
  job.life = { kind: 'resting' }
  if (job.detection === 'fails') failDetection(job)
  else storeDetection(job, previewRows(job), `jobs/${job.id}/attempts/legacy/candidates`)
  if (!isUntouched) return
  job.status = 'WAITING_FOR_SELECTION'
  const [step, message] =
    job.detection === 'fails'
      ? ['CANDIDATES_FAILED', 'Looking for players failed']
      : ['CANDIDATES_READY', 'Candidate tracks ready']
  setProgress(job, { step, pct: 22, message }, at(DETECTION_SEC))
}

/** The worker's note of a detector that broke off (docs/contract.md#candidates). */
export function failDetection(job: DemoJob): void {
  job.result = {
    candidates: [],
    framesProcessed: job.previews.length,
    autodetection_status: 'FAILED',
    error_detail: {
      message: 'The detector stopped: out of memory',
      stack: 'Traceback (most recent call last):\n  File "worker.py", line 1, in detect',
      code: 'AUTODETECTION_FAILED',
    },
  }
}

function advanceRun(
  job: DemoJob,
  life: { since: number; taskId: string },
  now: number,
  speed: number,
): void {
  const elapsedSec = ((now - life.since) / 1000) * speed
  const at = (sec: number) => life.since + (sec / speed) * 1000
  const { stage, pct, sinceSec } = stageAt(RUN_STAGES, elapsedSec, RUN_SEC)
  // Until the worker takes the job, progress is what the enqueue left.
  if (stage.step === 'QUEUED') return
  if (elapsedSec < RUN_SEC) {
    job.status = 'RUNNING'
    const task = { analysis_task_id: life.taskId, analysis_task_retry: 0, phase: stage.step }
    const { step, message } = stage
    setProgress(job, { step, pct, message, ...attemptOf(job), ...task }, at(sinceSec))
    return
  }
  job.life = { kind: 'resting' }
  finishRun(job, at(RUN_SEC))
}

/** Ends a run as the job is meant to end. If nobody stands on the reference, the run loses the player. */
function finishRun(job: DemoJob, endedAt: number): void {
  const trackId = job.ending === 'loses-player' ? null : followedTrack(job)
  if (job.ending === 'times-out') {
    // A second try succeeds.
    job.ending = 'tracked'
    job.warnings = ['TRACKING_TIMEOUT']
    job.result = attemptOf(job)
    fail(job, 'FAILED', 'TRACKING_TIMEOUT', 'Tracking timeout exceeded', endedAt)
    return
  }
  if (trackId === null) {
    losePlayer(job, endedAt)
    return
  }
  const attempt = attemptOf(job)
  job.status = 'COMPLETED'
  job.result =
    job.ending === 'without-result' ? {} : runResult(job, trackId, job.ending === 'validated')
  job.previews = previewRows(job).map((preview) => ({ ...preview, ...attempt }))
  job.warnings = []
  const done = { step: 'DONE', pct: 100, message: 'Analysis completed', phase: 'DONE' }
  setProgress(job, { ...done, ...attempt }, endedAt)
}

/** The state after a run that could not find the player (docs/contract.md#states). */
export function losePlayer(job: DemoJob, endedAt: number): void {
  storeDetection(job, previewRows(job), `jobs/${job.id}/attempts/legacy/candidates`)
  Object.assign(job.result, lostPlayerTracking(job))
  job.ending = 'tracked'
  job.status = 'WAITING_FOR_PLAYER'
  job.playerRef = null
  job.failureReason = 'PLAYER_RESELECTION_REQUIRED'
  job.warnings = ['PLAYER_ANCHOR_NOT_FOUND', 'PLAYER_RESELECTION_REQUIRED']
  const { selection: _, ...target } = job.target
  job.target = {
    ...target,
    confirmed: false,
    selections: [],
    tracking: {
      status: 'FAILED',
      reason_codes: ['REID_ALL_ANCHORS_NOT_FOUND', 'ANCHOR_NOT_FOUND'],
      action_required: 'RESELECT_PLAYER',
      ...attemptOf(job),
    },
  }
  const message = 'The player was not found. Choose a clearer frame.'
  setProgress(job, { step: 'WAITING_FOR_PLAYER', pct: 100, message, ...attemptOf(job) }, endedAt)
}

/** The track that a run follows: the one chosen, else the one whose box the reference covers best. */
function followedTrack(job: DemoJob): number | null {
  const ref = job.playerRef ?? {}
  const [t, x, y, w, h] = ['t', 'x', 'y', 'w', 'h'].map((name) => asFloat(ref[name]))
  // Without a time and a box the worker has no anchor to start from (docs/contract.md#quirk-2).
  if (t == null || x == null || y == null || w == null || h == null) return null
  const trackId = asFloat(ref['track_id'])
  if (trackId !== null) return job.scene.trackIds.includes(trackId) ? trackId : null
  const best = job.scene
    .figures(t)
    .filter((figure) => figure.detected)
    .map((figure) => ({ trackId: figure.trackId, iou: boxIou(figure.box, { x, y, w, h }) }))
    .sort((a, b) => b.iou - a.iou)[0]
  return best !== undefined && best.iou >= 0.2 ? best.trackId : null
}

function fail(job: DemoJob, step: string, reason: string, error: string, at: number): void {
  job.status = 'FAILED'
  job.error = error
  job.failureReason = reason
  setProgress(job, { step, pct: 100, message: error, ...attemptOf(job) }, at)
}

/** The attempt's id as a field to spread; nothing if the job has none. */
function attemptOf(job: DemoJob): { analysis_attempt_id?: string } {
  const id = job.target.analysis_attempt_id
  return id === undefined ? {} : { analysis_attempt_id: id }
}

function setProgress(job: DemoJob, progress: JsonObject, at: number): void {
  const isStart = progress['step'] === 'CREATED'
  job.progress = isStart ? progress : { ...progress, updated_at: timestamp(at) }
  job.updatedAt = at
}
