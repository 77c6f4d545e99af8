import { asRecord, asString, isRecord } from '../text/reading.ts'

/** Actions that older versions of the service do not have (docs/contract.md#versions). */
export const LATER_ACTS = ['retry', 'pick-player', 'player-profile', 'report'] as const
export type LaterAction = (typeof LATER_ACTS)[number]

/** What we know of the service behind a page: what it cannot do, and if its worker is away. */
export interface ServiceFacts {
  lacks: ReadonlySet<string>
  /** True if the service itself says that its worker, which runs the analysis, is away. */
  workerAway: boolean
  /** True if the reader of the page may only look. Then the page offers no action. */
  readOnly?: boolean
}

/** A service that can do everything, as far as we know. */
export const ABLE: ServiceFacts = { lacks: new Set(), workerAway: false }

/**
 * True if the answer means that the service has no such route. It is then a bare `{"detail":"Not Found"}`. For an
 * unknown job or file the service would put an envelope around it (docs/contract.md#no-envelope).
 */
export function isUnknownRoute(status: number, json: unknown): boolean {
  const answer = asRecord(json)
  const bare = answer['error'] === undefined && answer['ok'] === undefined
  return status === 404 && bare && /^not found$/i.test(asString(answer['detail']) ?? '')
}

/**
 * True if the service says that it does not know the job. In every version such an answer has an `error` object. A 404
 * without one comes from another server, which has no jobs at this address.
 */
export function isUnknownJob(status: number, json: unknown): boolean {
  return status === 404 && isRecord(asRecord(json)['error'])
}

/** Reads from `GET /runtime` if the worker is away: true only if the service needs a worker and has none. */
export function isWorkerAway(data: unknown): boolean {
  const runtime = asRecord(data)
  return runtime['ready'] === false && runtime['required'] !== false
}
