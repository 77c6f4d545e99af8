import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Box } from '../../contracts/box.ts'
import type { Demo } from '../demo.ts'
import { TargetError } from '../http/api-error.ts'
import { envelope } from '../http/envelope.ts'
import { asFloat, asObject, firstFloatByOr, firstOf, type JsonObject } from '../http/json.ts'
import { idsOf, jobToChange, moveTo } from '../http/mutation.ts'
import { requireObject } from '../http/request-body.ts'
import { type DemoJob, findPreview, type Preview, previewRows } from '../job.ts'
import { outcomeOf } from '../present.ts'
import { isFractional, isSameBox, missingBoxFields } from '../scene/boxes.ts'
import { boxIou, round4 } from '../scene/camera.ts'
import { storeTarget } from '../target-record.ts'

const MIN_IOU = 0.2
const FRAME_KEYS = ['frame_key', 'frameKey', 'key']
const TIMES = ['time_sec', 'timeSec', 'frame_time_sec', 'frameTimeSec']

/** `POST /target` and `/select-target`: one handler (docs/contract.md#target). */
export function targetRoutes(app: FastifyInstance, demo: Demo): void {
  for (const name of ['target', 'select-target']) {
    app.post(`/jobs/:id/${name}`, async (request) => setTarget(demo, request))
  }
}

function setTarget(demo: Demo, request: FastifyRequest): JsonObject {
  const body = requireObject(request)
  const job = jobToChange(demo, request, 'target')
  const given = readBody(job, body)
  const preview = matchPreview(job, given.frameKey, given.timeSec)
  const box = readBox(given.box)
  if (!body['force']) requireTrack(preview, given.trackId, box)
  const selection = {
    frame_key: preview.key,
    time_sec: preview.time_sec || given.timeSec,
    bbox: box,
  }
  if (!isConfirmedAlready(job, selection)) {
    storeTarget(job, selection)
    moveTo(demo, job, { status: 'READY_TO_ENQUEUE', minPct: 16 })
  }
  const outcome = outcomeOf(job, demo.dialect)
  return envelope(demo, request, {
    ...idsOf(job),
    status: outcome.status,
    target: job.target,
    targetRef: job.target,
    warnings: outcome.warnings,
    progress: job.progress,
    analysis_attempt_id: job.target.analysis_attempt_id ?? null,
  })
}

function readBody(job: DemoJob, body: JsonObject) {
  const box = body['bbox'] === undefined ? body : asObject(body['bbox'])
  const frameKey = firstOf(body, FRAME_KEYS)
  const timeSec = firstFloatByOr(body, TIMES)
  const hasKey = typeof frameKey === 'string' && frameKey !== ''
  const missing = [
    ...missingBoxFields(box),
    ...(hasKey || timeSec !== null ? [] : missingFrameFields(body)),
  ]
  if (missing.length > 0) throw invalidPayload('Missing required fields', missing)
  if (previewRows(job).length === 0) {
    if (hasKey) throw invalidPayload('There is no time for the target.', ['time_sec'])
    throw invalidPayload('Without preview frames a frame_key is needed.', ['frame_key'])
  }
  const trackId = asFloat(firstOf(body, ['track_id', 'trackId'])) ?? 0
  return { box, frameKey: hasKey ? frameKey : null, timeSec: timeSec ?? 0, trackId }
}

/** Only the time is missing if it is no number. Without any time, the key is missing as well. */
function missingFrameFields(body: JsonObject): string[] {
  return TIMES.some((name) => body[name]) ? ['time_sec'] : ['frame_key', 'time_sec']
}

/** Finds a preview by its key, or the preview within half a frame gap of the time. */
function matchPreview(job: DemoJob, key: string | null, timeSec: number): Preview {
  if (key !== null) {
    const preview = findPreview(job, key)
    if (preview !== undefined) return preview
    throw refusal(400, 'INVALID_FRAME_KEY', 'There is no such preview frame.', { frame_key: key })
  }
  const rows = previewRows(job)
  const gap = rows.length > 1 ? rows[1]!.time_sec - rows[0]!.time_sec : 0
  const nearest = [...rows].sort(
    (a, b) => Math.abs(a.time_sec - timeSec) - Math.abs(b.time_sec - timeSec),
  )[0]!
  if (Math.abs(nearest.time_sec - timeSec) <= gap / 2) return nearest
  throw refusal(400, 'INVALID_FRAME_KEY', 'No preview frame is near this time.', {
    time_sec: timeSec,
  })
}

function requireTrack(preview: Preview, trackId: number, box: Box): void {
  const track = preview.tracks.find((one) => one.track_id === trackId)
  if (track === undefined) {
    throw refusal(409, 'TRACK_NOT_IN_FRAME', 'The track is not on this frame.', {
      track_id: trackId,
      frame_key: preview.key,
    })
  }
  const iou = boxIou(track.bbox, box)
  if (iou >= MIN_IOU) return
  throw refusal(409, 'TARGET_MISMATCH', 'The box does not fit the player on this frame.', {
    track_id: trackId,
    iou: round4(iou),
  })
}

function readBox(source: JsonObject): Box {
  const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((name) => asFloat(source[name]))
  if (x == null || y == null || w == null || h == null) throw failure('not a number in the box')
  const box = { x, y, w, h }
  if (!isFractional(box)) throw failure('Invalid bbox dimensions')
  return box
}

function isConfirmedAlready(
  job: DemoJob,
  next: { frame_key: string; time_sec: number; bbox: Box },
): boolean {
  const { confirmed, selection } = job.target
  return (
    confirmed === true &&
    selection?.frame_key === next.frame_key &&
    Math.abs(selection.time_sec - next.time_sec) <= 0.001 &&
    isSameBox(selection.bbox, next.bbox)
  )
}

function invalidPayload(message: string, missing: string[]): TargetError {
  return refusal(400, 'INVALID_PAYLOAD', message, { missing })
}

function refusal(status: number, code: string, message: string, details: JsonObject): TargetError {
  return new TargetError(status, code, message, details)
}

function failure(message: string): TargetError {
  const details = { hint: 'Unexpected error while confirming target.' }
  return refusal(500, 'INTERNAL_ERROR', message, details)
}
