import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError, GenericFailure } from '../http/api-error.ts'
import { checkAttempt } from '../http/attempt-fence.ts'
import { envelope } from '../http/envelope.ts'
import { asFloat, firstOf, type JsonObject } from '../http/json.ts'
import { idsOf, jobToChange, moveTo, requireIdle } from '../http/mutation.ts'
import { requireObject } from '../http/request-body.ts'
import { type DemoJob, findPreview, isActive, type Preview, type PreviewTrack } from '../job.ts'
import { outcomeOf } from '../present.ts'
import { shortResult } from '../run/present-result.ts'
import { enqueue } from './enqueue.ts'

const FINISHED = ['COMPLETED', 'PARTIAL']

/** `POST /pick-player` and `/analyze-player`: a track on a preview frame (docs/contract.md#pick-player). */
export function pickPlayerRoutes(app: FastifyInstance, demo: Demo): void {
  app.post('/jobs/:id/pick-player', async (request) => {
    const body = requireObject(request)
    const job = jobToChange(demo, request, 'pick-player')
    const { preview, track } = findPick(job, body)
    storePick(job, preview, track, { isConfirmed: false })
    moveTo(demo, job, {
      status: 'WAITING_FOR_TARGET',
      step: 'WAITING_FOR_TARGET_CONFIRMATION',
      minPct: 14,
    })
    return envelope(demo, request, {
      ...idsOf(job),
      status: job.status,
      player_ref: job.playerRef,
      target: job.target,
      progress: job.progress,
      analysis_attempt_id: job.target.analysis_attempt_id,
    })
  })

  app.post('/jobs/:id/analyze-player', async (request) => {
    const body = requireObject(request)
    const job = demo.jobOf(request)
    checkAttempt(job, request, 'analyze-player', { readsBody: true })
    const isSameTrack = readTrackId(body) === asFloat(job.playerRef?.['track_id'])
    if (!(isActive(job) && isSameTrack)) requireIdle(job)
    const outcome = outcomeOf(job, demo.dialect)
    if (isSameTrack && FINISHED.includes(outcome.status)) {
      return envelope(demo, request, {
        ...idsOf(job),
        status: outcome.status,
        progress: job.progress,
        result: shortResult(outcome, demo.dialect),
        analysis_attempt_id: job.target.analysis_attempt_id ?? null,
      })
    }
    if (!isActive(job)) {
      const { preview, track } = findPick(job, body)
      storePick(job, preview, track, { isConfirmed: true })
      moveTo(demo, job, { status: 'READY_TO_ENQUEUE', minPct: 16 })
      enqueue(demo, job)
    }
    return envelope(demo, request, {
      ...idsOf(job),
      status: job.status,
      progress: job.progress,
      analysis_attempt_id: job.target.analysis_attempt_id,
    })
  })
}

function findPick(job: DemoJob, body: JsonObject): { preview: Preview; track: PreviewTrack } {
  const key = firstOf(body, ['frame_key', 'frameKey'])
  const trackId = readTrackId(body)
  if (typeof key !== 'string') throw new GenericFailure('The pick names no frame.')
  const preview = findPreview(job, key)
  if (preview === undefined) {
    throw new ApiError(400, 'INVALID_SELECTION', 'There is no such preview frame.', {
      frame_key: key,
    })
  }
  const track = preview.tracks.find((one) => one.track_id === trackId)
  if (track === undefined) {
    throw new ApiError(400, 'INVALID_SELECTION', 'There is no such track on the frame.', {
      frame_key: preview.key,
      track_id: trackId,
    })
  }
  return { preview, track }
}

/** Throws the generic failure for a missing track and for track 0, which the upstream takes as missing. */
function readTrackId(body: JsonObject): number {
  const trackId = asFloat(firstOf(body, ['track_id', 'trackId']))
  if (!trackId) throw new GenericFailure('The pick names no track.')
  return trackId
}

function storePick(
  job: DemoJob,
  preview: Preview,
  track: PreviewTrack,
  { isConfirmed }: { isConfirmed: boolean },
): void {
  const timeSec = preview.time_sec
  job.playerRef = {
    t: timeSec,
    ...track.bbox,
    bbox: track.bbox,
    tier: track.tier,
    track_id: track.track_id,
    best_time_sec: timeSec,
    selection_source: 'preview_frame_pick',
    best_preview_frame_key: preview.key,
  }
  const selection = { frame_key: preview.key, time_sec: timeSec, bbox: track.bbox }
  const flat = { frame_key: preview.key, frame_time_sec: timeSec, ...track.bbox }
  job.target = {
    ...job.target,
    confirmed: isConfirmed,
    selection,
    ...(isConfirmed ? { selections: [flat] } : {}),
  }
}
