import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { Lease } from '../lib/lease.ts'
import type { Signal } from '../lib/signal.ts'
import type { Trace } from '../lib/trace.ts'
import type { HeaderList } from './headers.ts'

/** One request to the upstream. `path` begins with `/` and holds the path prefix and the query. */
export interface RequestSpec {
  method: 'GET' | 'POST'
  path: string
  headers: HeaderList
  body: Buffer | string | null
  /** Says when the client has left. */
  signal?: Signal | undefined
}

/** A complete answer: nothing of it was cut. */
export interface Answer {
  status: number
  /** End-to-end headers, lower case. */
  headers: Record<string, string | string[]>
  body: Buffer
  /** Every reader releases it once, when the body is no longer needed. */
  lease: Lease
}

/** What a call needs to know of the request that it is made for. */
export interface RequestContext {
  requestId: string
  log: FastifyBaseLogger
  signal?: Signal | undefined
  /** True if the present state is wanted: no read that began before is joined. */
  fresh?: boolean
  /** Who asks; null or absent if nobody is signed in, or if Touchline itself asks. */
  user?: string | null
  /** The place of the request in a trace of many services. */
  trace?: Trace | undefined
}

export function contextOf(request: FastifyRequest): RequestContext {
  return {
    requestId: request.id,
    log: request.log,
    signal: request.ending,
    user: request.user,
    trace: request.trace,
  }
}

/** The one way to the video-analysis service: JSON routes, pages and the frame proxy share it. */
export interface Upstream {
  readonly configured: boolean
  /** Whether calls are being held back because the service does not answer. */
  readonly paused: boolean
  /** Jobs whose calls alone are being held back, because their answers break or are late. */
  readonly pausedJobs: number
  /** How many complete answers have come, whatever their status. */
  readonly answers: number
  /** Grows with every change that is sent and again when it has ended: what was read before is outdated. */
  readonly changes: number
  /**
   * Sends a call and gives back the complete answer, whatever its status. Identical reads in flight
   * share one call.
   * @param call path without the prefix of `API_BASE_URL`; headers end-to-end
   * @throws ApiBaseUrlMissing, UpstreamUnreachable, UpstreamBadAnswer, UpstreamTimeout, UpstreamPaused
   */
  send(call: RequestSpec, context: RequestContext): Promise<Answer>
  /** `GET /jobs/:id` and the like, for our own reading: identity encoding, no caller's headers. */
  get(path: string, context: RequestContext): Promise<Answer>
  /** A change made by a page. Never sent twice. */
  post(
    path: string,
    body: unknown,
    headers: Record<string, string>,
    context: RequestContext,
  ): Promise<Answer>
}
