import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError, invalidBody } from '../http/api-error.ts'
import { envelope } from '../http/envelope.ts'
import { asFloat, asObject, type JsonObject } from '../http/json.ts'
import { jobToChange } from '../http/mutation.ts'
import { requireObject } from '../http/request-body.ts'

const MAX_TEXT = 120
const FIELDS: Record<string, string> = {
  playerName: 'player_name',
  player_name: 'player_name',
  teamName: 'team_name',
  team_name: 'team_name',
  shirtNumber: 'shirt_number',
  shirt_number: 'shirt_number',
}

/** `POST /player-profile`: names and the shirt's number of the chosen player (docs/contract.md#player-profile). */
export function playerProfileRoute(app: FastifyInstance, demo: Demo): void {
  app.post('/jobs/:id/player-profile', async (request) => {
    const changes = readChanges(requireObject(request))
    const job = jobToChange(demo, request, 'player-profile', { readsBody: false })
    if (job.playerRef?.['track_id'] === undefined) {
      throw new ApiError(409, 'PLAYER_SELECTION_REQUIRED', 'Choose the player on a frame first.')
    }
    const player = { ...asObject(job.target['player']), ...changes }
    job.target = { ...job.target, player }
    return envelope(demo, request, { job_id: job.id, player })
  })
}

function readChanges(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const field = FIELDS[name]
      if (field === undefined) throw invalidBody([name], 'Extra inputs are not permitted', body)
      return [field, field === 'shirt_number' ? readShirt(name, value) : readText(name, value)]
    }),
  )
}

function readText(name: string, value: unknown): string | null {
  if (value === null) return null
  if (typeof value !== 'string') throw invalidBody([name], 'Input should be a valid string', null)
  if ([...value.trim()].length > MAX_TEXT) throw invalidBody([name], 'at most 120 characters', null)
  return value.trim() || null
}

/** A whole number of 0 to 99 or a text of one, or null. Throws 422. */
export function readShirt(name: string, value: unknown): number | null {
  if (value == null) return null
  const number = asFloat(value)
  if (number === null || !Number.isInteger(number) || number < 0 || number > 99) {
    throw invalidBody([name], 'Input should be a whole number from 0 to 99', null)
  }
  return number
}
