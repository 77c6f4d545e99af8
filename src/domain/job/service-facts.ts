import { asRecord, asString, isRecord } from '../text/reading.ts'

/** Actions that older versions of the service do not have (docs/contract.md#versions). */
export const LATER_ACTS = ['retry', 'pick-player', 'player-profile', 'report'] as const
export type LaterAction = (typeof LATER_ACTS)[number]

/** What is known of the service behind a page: what it cannot do, and whether its worker is away. */
export interface ServiceFacts {
  lacks: ReadonlySet<string>
  /** True if the service itself says so; the worker runs the analysis. */
  workerAway: boolean
  /** True if the reader of the page may look and not act: then nothing is offered. */
  readOnly?: boolean
}

/** Nothing is known to be missing, so everything is offered. */
export const ABLE: ServiceFacts = { lacks: new Set(), workerAway: false }

/**
 * Whether an answer says that the service has no such route: a bare `{"detail":"Not Found"}`, without
 * the envelope that it puts around a job or file it does not know (docs/contract.md#no-envelope).
 */
export function isUnknownRoute(status: number, json: unknown): boolean {
  const answer = asRecord(json)
  const bare = answer['error'] === undefined && answer['ok'] === undefined
  return status === 404 && bare && /^not found$/i.test(asString(answer['detail']) ?? '')
}

/**
 * Whether the answer to a read of a job says that the service does not know the job: an error of its own says so in
 * every version. A 404 without one comes from a server that has no jobs at this address.
 */
export function isUnknownJob(status: number, json: unknown): boolean {
  return status === 404 && isRecord(asRecord(json)['error'])
}

/** What `GET /runtime` says of the worker: away only where the service needs one and has none. */
export function isWorkerAway(data: unknown): boolean {
  const runtime = asRecord(data)
  return runtime['ready'] === false && runtime['required'] !== false
}
