import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError, GenericFailure, invalidBody } from '../http/api-error.ts'
import { envelope } from '../http/envelope.ts'
import { asFloat, asObject, firstOf, type JsonObject } from '../http/json.ts'
import { attemptField, idsOf, jobToChange, moveTo } from '../http/mutation.ts'
import { requireObject } from '../http/request-body.ts'
import { type DemoJob, findPreview, hasPlayer } from '../job.ts'
import { isFractional, readBox } from '../scene/boxes.ts'

const MAX_SELECTIONS = 5

/** `POST /selection`: one to five anchors without any check against tracks (docs/contract.md#selection). */
export function selectionRoute(app: FastifyInstance, demo: Demo): void {
  app.post('/jobs/:id/selection', async (request) => {
    const body = requireObject(request)
    const { selections } = body
    if (!Array.isArray(selections) || selections.length < 1 || selections.length > MAX_SELECTIONS) {
      throw invalidBody(['selections'], 'one to five entries are needed', body)
    }
    const job = jobToChange(demo, request, 'selection', { readsBody: false })
    storeSelections(
      job,
      selections.map((entry) => readEntry(job, asObject(entry))),
    )
    moveOn(demo, job)
    return envelope(demo, request, {
      ...idsOf(job),
      status: job.status,
      ...attemptField(demo, job),
    })
  })
}

/** Moves to READY_TO_ENQUEUE if a player is stored, else to WAITING_FOR_PLAYER (docs/contract.md#states). */
export function moveOn(demo: Demo, job: DemoJob): void {
  if (hasPlayer(job)) moveTo(demo, job, { status: 'READY_TO_ENQUEUE', minPct: 16 })
  else moveTo(demo, job, { status: 'WAITING_FOR_PLAYER', minPct: 10 })
}

/** Stores flat entries `{frame_time_sec, frame_key, x, y, w, h}`. The first is the selection of the target. */
export function storeSelections(job: DemoJob, entries: JsonObject[]): void {
  const keys = entries.map((entry) => entry['frame_key']).filter((key) => key !== null)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) {
    throw new ApiError(
      400,
      'DUPLICATE_SELECTION_FRAME',
      'Each preview frame can hold one selection only.',
      { frame_key: twice },
    )
  }
  const { frame_key, frame_time_sec, ...box } = entries[0]!
  job.target = {
    ...job.target,
    confirmed: true,
    selection: {
      frame_key: typeof frame_key === 'string' ? frame_key : null,
      time_sec: Number(frame_time_sec),
      bbox: readBox(box)!,
    },
    selections: entries,
  }
}

function readEntry(job: DemoJob, entry: JsonObject): JsonObject {
  const timeSec = asFloat(firstOf(entry, ['frame_time_sec', 'frameTimeSec']))
  const box = readBox(entry)
  if (timeSec === null || box === null || !isFractional(box)) {
    throw new GenericFailure('A selection has no time or no box inside the frame.')
  }
  const key = firstOf(entry, ['frame_key', 'frameKey'])
  const known = typeof key === 'string' ? findPreview(job, key) : undefined
  if (typeof key === 'string' && known === undefined) {
    throw new ApiError(400, 'INVALID_SELECTION', 'There is no such preview frame.', {
      frame_key: key,
    })
  }
  return { frame_key: known?.key ?? null, frame_time_sec: timeSec, ...box }
}
