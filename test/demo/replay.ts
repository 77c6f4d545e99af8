import type { FastifyInstance } from 'fastify'
import { buildDemoUpstream } from '../../src/demo/upstream.ts'
import type { Recording } from '../support/service/recordings.ts'

type Faults = FastifyInstance['demoFaults']
type Request = Recording['request']

export interface Answer {
  status: number
  body: unknown
  headers: Record<string, unknown>
}

/** A demo of the recording's revision whose clock stands still. */
export function demoFor(revision: string): FastifyInstance {
  const dialect = revision === 'd650813' ? 'd650813' : '67ab429'
  return buildDemoUpstream({ dialect, now: () => Date.UTC(2026, 0, 31, 12), publicOrigin: ORIGIN })
}
const ORIGIN = 'http://store.test'

/** Sends a recorded request. `attempt` takes the place of the recorded attempt id. */
export async function send(
  app: FastifyInstance,
  request: Request,
  attempt: string | null = null,
): Promise<Answer> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      attempt !== null && name.toLowerCase() === 'x-analysis-attempt-id' ? attempt : value,
    ]),
  )
  const { body } = request
  const answer = await app.inject({
    method: request.method as 'GET',
    url: request.path,
    headers,
    ...(body === null ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: parse(answer.payload),
  }
}

/** The attempt id that an answer hands out, if any. */
export function attemptIn(answer: Answer): string | null {
  const { data } = (answer.body ?? {}) as { data?: { analysis_attempt_id?: string } }
  return data?.analysis_attempt_id ?? null
}

/** Headers that the upstream sends in some answers and leaves out of others (docs/contract.md#request-ids). */
const TELLING_HEADERS = ['x-request-id', 'cross-origin-resource-policy', 'allow', 'location']

/** What has to hold between a recording and the demo's answer. */
export function essence({ status, body, headers }: Answer): unknown {
  const { error } = (body ?? {}) as { error?: { code?: string } }
  return {
    status,
    code: error?.code ?? null,
    keys: keyPaths(body),
    type: String(headers['content-type'] ?? '').split(';', 1)[0],
    cache: headers['cache-control'] ?? null,
    headers: TELLING_HEADERS.filter((name) => name in headers),
  }
}

/** Below these the words of a validation library begin, which change with its version. */
const FREE = '.error.details.errors[]'

/** All paths of keys; of an array only the first element counts. */
function keyPaths(value: unknown, path = ''): string[] {
  if (path === FREE) return []
  if (Array.isArray(value)) return value.length === 0 ? [] : keyPaths(value[0], `${path}[]`)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .filter(([, child]) => child !== undefined)
    .flatMap(([key, child]) => [`${path}.${key}`, ...keyPaths(child, `${path}.${key}`)])
    .sort()
}

export function withFaults(app: FastifyInstance, faults: Partial<Faults>): void {
  Object.assign(app.demoFaults, faults)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text === '' ? null : text
  }
}
