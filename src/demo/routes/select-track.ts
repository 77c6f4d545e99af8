import type { FastifyInstance } from 'fastify'
import type { Box } from '../../contracts/box.ts'
import type { Demo } from '../demo.ts'
import { ApiError, GenericFailure } from '../http/api-error.ts'
import { envelope } from '../http/envelope.ts'
import { asFloat, asObject, firstFloatByOr, type JsonObject } from '../http/json.ts'
import { attemptField, idsOf, jobToChange, moveTo } from '../http/mutation.ts'
import { requireObject } from '../http/request-body.ts'
import { type Candidate, storedCandidates } from '../job.ts'
import { toBox } from '../scene/boxes.ts'

const KEYS = ['trackId', 'track_id', 'selection']

interface Anchor {
  timeSec: number
  box: Box
}

/** `POST /jobs/:id/select-track` with all its quirks (docs/contract.md#select-track). */
export function selectTrackRoute(app: FastifyInstance, demo: Demo): void {
  app.post('/jobs/:id/select-track', async (request) => {
    const body = requireObject(request)
    const job = jobToChange(demo, request, 'select-track')
    const extra = Object.keys(body).find((key) => !KEYS.includes(key))
    if (extra !== undefined) throw invalidPayload([extra], 'Extra inputs are not permitted')
    const trackId = readTrackId(body)
    const anchor = body['selection'] == null ? null : readAnchor(demo, body['selection'])
    const candidate = storedCandidates(job).find(({ track_id }) => track_id === trackId)
    if (candidate === undefined) throw new ApiError(404, 'TRACK_NOT_FOUND', 'Track not found')
    job.playerRef = playerRefFrom(candidate, anchor)
    moveTo(demo, job, { status: 'WAITING_FOR_TARGET', minPct: 14 })
    return envelope(demo, request, {
      ...idsOf(job),
      status: job.status,
      playerSaved: true,
      playerRef: job.playerRef,
      player_ref: job.playerRef,
      target: null,
      target_suggestion: anchor === null ? null : { time_sec: anchor.timeSec, bbox: anchor.box },
      progress: job.progress,
      ...attemptField(demo, job),
    })
  })
}

function readTrackId(body: JsonObject): number {
  const isGivenTwice = 'trackId' in body && 'track_id' in body
  const value = body['trackId'] ?? body['track_id']
  const trackId = typeof value === 'string' && !/^\d+$/.test(value) ? null : asFloat(value)
  if (isGivenTwice || trackId === null || !Number.isInteger(trackId)) {
    throw invalidPayload(['trackId'], 'Input should be a valid integer')
  }
  return trackId
}

function readAnchor(demo: Demo, value: unknown): Anchor {
  const selection = asObject(value)
  const timeSec = firstFloatByOr(selection, ['time_sec', 'frame_time_sec', 'frameTimeSec'])
  if (timeSec === null) throw missingTime(demo)
  const box = toBox(selection['bbox'] === undefined ? selection : asObject(selection['bbox']))
  if (box === null) throw new GenericFailure('The selection has no whole box.')
  if (box.w <= 0 || box.h <= 0) throw invalidPayload(['selection', 'w'], 'should be above 0')
  return { timeSec, box }
}

function missingTime(demo: Demo): Error {
  return demo.dialect.hasErrorCodes
    ? new GenericFailure('The selection has no time.')
    : invalidPayload(['selection'], 'time required')
}

function playerRefFrom(candidate: Candidate, anchor: Anchor | null): JsonObject {
  const { quality: _, ...stored } = candidate
  if (anchor !== null) return { ...stored, t: anchor.timeSec, ...anchor.box }
  const [first] = candidate.sample_frames
  // A first sample at 0.0 counts as missing (docs/contract.md#quirk-2).
  return first === undefined || first.time_sec === 0
    ? stored
    : { ...stored, t: first.time_sec, ...first.bbox }
}

function invalidPayload(loc: unknown[], msg: string): ApiError {
  return new ApiError(400, 'INVALID_PAYLOAD', 'Invalid select-track payload', {
    errors: [{ type: 'value_error', loc, msg, input: null }],
  })
}
