import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError, GenericFailure, invalidBody } from '../http/api-error.ts'
import { envelope } from '../http/envelope.ts'
import type { JsonObject } from '../http/json.ts'
import { idsOf } from '../http/mutation.ts'
import { requireObject } from '../http/request-body.ts'
import { BUCKET } from '../http/signing.ts'
import type { Source } from '../job.ts'
import { findLgiMatch } from '../seeds/lgi-matches.ts'
import { readShirt } from './player-profile.ts'

const SOURCES = ['video_url', 'video_key', 'lgi_match_id'] as const

/** `POST /jobs`: every http(s) address becomes a new simulated match (docs/contract.md#create-job). */
export function createJobRoute(app: FastifyInstance, demo: Demo): void {
  app.post('/jobs', async (request) => {
    const body = requireObject(request)
    const [category, role] = [requiredText(body, 'category'), requiredText(body, 'role')]
    // January asked for the team as well (docs/contract.md#versions).
    if (!demo.dialect.hasErrorCodes) requiredText(body, 'team_name')
    const player = {
      team_name: optionalText(body, 'team_name'),
      player_name: optionalText(body, 'player_name'),
      shirt_number: readShirt('shirt_number', body['shirt_number']),
    }
    const source = readSource(demo, body)
    if (demo.faults.databaseDown) throw new GenericFailure('The database is down.')
    const isQueued = !demo.faults.brokerDown
    const job = demo.jobs.create({ category, role, source, player }, { isQueued })
    if (!isQueued) throw new GenericFailure('The broker is down.')
    return envelope(demo, request, { ...idsOf(job), status: job.status })
  })
}

function readSource(demo: Demo, body: JsonObject): Source {
  const given = SOURCES.filter((name) => body[name] != null)
  const [name] = given
  if (name === undefined || given.length > 1) {
    throw new GenericFailure('Exactly one source of the video is needed.')
  }
  const text = requiredText(body, name)
  if (name === 'lgi_match_id') return { kind: 'lgi', matchId: findLgiMatch(demo, text).id }
  if (name === 'video_url' && /^https?:\/\//.test(text)) return { kind: 'url', url: text }
  demo.requireStorage()
  if (text.startsWith('shared/')) {
    throw new ApiError(400, 'SHARED_OBJECT_UNSUPPORTED', 'Shared objects cannot be analysed.')
  }
  return { kind: 'key', bucket: optionalText(body, 'video_bucket') ?? BUCKET, key: text }
}

function requiredText(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value === 'string') return value
  throw invalidBody([name], value === undefined ? 'Field required' : 'not a string', body)
}

function optionalText(body: JsonObject, name: string): string | null {
  return body[name] == null ? null : requiredText(body, name)
}
