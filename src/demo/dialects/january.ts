import type { FastifyInstance } from 'fastify'
import type { Box } from '../../contracts/box.ts'
import type { Demo } from '../demo.ts'
import { ApiError, invalidBody } from '../http/api-error.ts'
import { envelope } from '../http/envelope.ts'
import { asFloat, asObject, type JsonObject } from '../http/json.ts'
import { idsOf, moveTo } from '../http/mutation.ts'
import { requireObject } from '../http/request-body.ts'
import { findPreview, makePreview } from '../job.ts'
import { candidateRoutes } from '../routes/candidates.ts'
import { createJobRoute } from '../routes/create-job.ts'
import { enqueueRoute, missingForRun } from '../routes/enqueue.ts'
import { playerRefRoute } from '../routes/player-ref.ts'
import { readJobRoutes } from '../routes/read-job.ts'
import { selectTrackRoute } from '../routes/select-track.ts'
import { moveOn, selectionRoute, storeSelections } from '../routes/selection.ts'
import { isFractional, toBox } from '../scene/boxes.ts'
import { storeTarget } from '../target-record.ts'

/** The routes of revision d650813 of 2026-01-28 (docs/contract.md#versions). */
export function januaryRoutes(app: FastifyInstance, demo: Demo): void {
  app.get('/health', async () => ({ status: 'ok' }))
  createJobRoute(app, demo)
  readJobRoutes(app, demo)
  candidateRoutes(app, demo)
  frameRoutes(app, demo)
  selectTrackRoute(app, demo)
  selectionRoute(app, demo)
  playerRefRoute(app, demo)
  targetRoutes(app, demo)
  enqueueRoute(app, demo)

  // This route queues nothing (docs/contract.md#versions).
  app.post('/jobs/:id/confirm-selection', async (request) => {
    const job = demo.jobOf(request)
    if (missingForRun(job).length > 0) throw new ApiError(422, 'NOT_READY', 'Not ready')
    return envelope(demo, request, { ...idsOf(job), status: 'CREATED' })
  })
}

function targetRoutes(app: FastifyInstance, demo: Demo): void {
  app.post('/jobs/:id/target', async (request) => {
    const body = requireObject(request)
    const { selections } = body
    if (!Array.isArray(selections)) throw invalidBody(['selections'], 'Field required', body)
    const entries = selections.map((entry, index) => readEntry(asObject(entry), index))
    const job = demo.jobOf(request)
    storeSelections(job, entries)
    // This revision forgets the names that the job was made with.
    const { player: _, ...target } = job.target
    job.target = target
    moveOn(demo, job)
    return envelope(demo, request, { ...idsOf(job), status: job.status })
  })

  app.post('/jobs/:id/select-target', async (request) => {
    const body = requireObject(request)
    const job = demo.jobOf(request)
    const preview = findPreview(job, String(body['frame_key'] ?? ''))
    const bbox = toBox(asObject(body['bbox']))
    if (preview === undefined || bbox === null || !isFractional(bbox)) {
      throw new ApiError(400, 'INVALID_PAYLOAD', 'Invalid target')
    }
    storeTarget(job, { frame_key: preview.key, time_sec: preview.time_sec, bbox })
    moveTo(demo, job, { status: 'READY_TO_ENQUEUE', minPct: 16 })
    const { status, target, progress } = job
    return envelope(demo, request, { ...idsOf(job), status, target, targetRef: target, progress })
  })
}

/** Frames taken from the film on demand; the recorded film cannot be fetched, so it gives none. */
function frameRoutes(app: FastifyInstance, demo: Demo): void {
  const frames = (id: string, count: number) => {
    const job = demo.jobs.get(id)
    if (job === undefined) throw new ApiError(404, 'JOB_NOT_FOUND', 'Job not found')
    if (job.source.kind !== 'url' || URL.parse(job.source.url)?.hostname.endsWith('.test')) {
      throw new ApiError(400, 'VIDEO_UNREADABLE', 'The video cannot be read')
    }
    return job.previewTimes
      .slice(0, Math.max(1, count))
      .map((timeSec, index) => makePreview(job.id, index, timeSec))
  }

  app.get('/jobs/:id/frames', async (request) => {
    const { id } = request.params as { id: string }
    const link = demo.linker(request)
    const rows = frames(id, countOf(request.query)).map((frame, index) => ({
      index,
      timestamp: frame.time_sec,
      s3_key: frame.key,
      signed_url: link(frame.key),
      width: frame.width,
      height: frame.height,
    }))
    return envelope(demo, request, { count: rows.length, frames: rows })
  })

  app.get('/jobs/:id/frames/list', async (request) => {
    const { id } = request.params as { id: string }
    const link = demo.linker(request)
    const items = frames(id, countOf(request.query)).map((frame) => ({
      name: frame.key.slice(frame.key.lastIndexOf('/') + 1),
      url: link(frame.key),
      key: frame.key,
      width: frame.width,
      height: frame.height,
      time_sec: frame.time_sec,
    }))
    return envelope(demo, request, { items })
  })
}

function countOf(query: unknown): number {
  return asFloat((query as { count?: string }).count) ?? 8
}

function readEntry(entry: JsonObject, index: number): JsonObject {
  const box: Box | null = toBox(entry)
  const timeSec = asFloat(entry['frame_time_sec'])
  const missing = ['x', 'y', 'w', 'h', 'frame_time_sec'].find((name) => entry[name] == null)
  if (box === null || timeSec === null || !isFractional(box)) {
    throw invalidBody(['selections', index, missing ?? 'x'], 'Field required', entry)
  }
  return { frame_key: entry['frame_key'] ?? null, frame_time_sec: timeSec, ...box }
}
