import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError } from '../http/api-error.ts'
import { envelope } from '../http/envelope.ts'
import { asFloat, firstOf } from '../http/json.ts'
import { attemptField, idsOf, jobToChange, moveTo } from '../http/mutation.ts'
import { requireObject } from '../http/request-body.ts'
import { isFractional, readBox } from '../scene/boxes.ts'

/** `POST /player-ref`: the player as a drawn box (docs/contract.md#player-ref). */
export function playerRefRoute(app: FastifyInstance, demo: Demo): void {
  app.post('/jobs/:id/player-ref', async (request) => {
    const body = requireObject(request)
    const job = jobToChange(demo, request, 'player-ref')
    const timeSec = asFloat(firstOf(body, ['frame_time_sec', 'frameTimeSec']))
    const box = readBox(body)
    if (timeSec === null) throw refusal('Missing frame_time_sec/frameTimeSec')
    if (timeSec < 0) throw refusal('frame_time_sec: Input should be greater than or equal to 0')
    if (box === null) throw refusal('Missing bbox fields')
    if (!isFractional(box)) throw refusal('Invalid bbox dimensions')
    job.playerRef = { t: timeSec, ...box }
    const isReady = job.target.confirmed === true
    moveTo(
      demo,
      job,
      isReady
        ? { status: 'READY_TO_ENQUEUE', minPct: 16 }
        : { status: 'WAITING_FOR_TARGET', minPct: 14 },
    )
    return envelope(demo, request, {
      ...idsOf(job),
      player_ref: job.playerRef,
      ...attemptField(demo, job),
    })
  })
}

function refusal(reason: string): ApiError {
  return new ApiError(
    422,
    'HTTP_ERROR',
    `1 validation error for PlayerRefPayload\n  Value error, ${reason}`,
  )
}
