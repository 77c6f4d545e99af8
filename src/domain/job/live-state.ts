import { asArray, asRecord } from '../text/reading.ts'
import { pruned } from './pruned.ts'
import { readStatus } from './status.ts'

/** What watchers of a job are told: fields of the upstream, unchanged, and few enough to compare and send often. */
export interface LiveState {
  status: string
  progress: unknown
  warnings: unknown[]
  updated_at: unknown
  error: unknown
  failure_reason: unknown
  frames_processed: unknown
}

/** Most characters and values of a field; real ones have a few hundred. We keep these states and send them to many. */
const MOST_OF_FIELD = 16_000

/** Reads the state from the `data` of `GET /jobs/:id/status`, or from the whole job, which has the same fields. */
export function readLiveState(data: unknown): LiveState {
  const job = asRecord(data)
  const field = (name: string) => pruned(job[name] ?? null, MOST_OF_FIELD)
  return {
    status: readStatus(job['status']),
    progress: field('progress'),
    warnings: asArray(field('warnings')),
    updated_at: field('updated_at'),
    error: field('error'),
    failure_reason: field('failure_reason'),
    frames_processed: field('frames_processed'),
  }
}

/** A digest of the state. If it stays the same, watchers are told nothing. */
export function digestOf(state: LiveState): string {
  return hashOf(JSON.stringify(state))
}

/** A 64-bit hash of a text, in base 36: the two halves of cyrb53 without its final mixing. */
export function hashOf(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  return ((low >>> 0).toString(36) + (high >>> 0).toString(36)).padStart(14, '0')
}

/**
 * A digest for pages that show no progress, such as the frame page: while the job runs, only a new stage
 * changes it. `digest` is the digest of the whole state.
 */
export function newsDigest(status: string, step: string, digest: string): string {
  if (status === 'QUEUED' || status === 'RUNNING') return hashOf('analysis')
  return status === 'CREATED' ? hashOf(`CREATED ${step}`) : digest
}

/** A digest of several states, in order. Null stands for a job that cannot be read. */
export function digestOfAll(states: readonly (LiveState | null)[]): string {
  return joinDigests(states.map((state) => state && digestOf(state)))
}

export function joinDigests(digests: readonly (string | null)[]): string {
  return digests.map((digest) => digest ?? '-').join('.')
}

const ENDED = new Set(['COMPLETED', 'PARTIAL', 'FAILED'])

/** True if the job has ended: without an analyst, nothing changes any more. */
export function isDone(state: LiveState): boolean {
  return ENDED.has(state.status)
}

/** True if the job may change without an analyst. Touchline then asks for it often. */
export function isBusy(state: LiveState): boolean {
  return state.status === 'CREATED' || state.status === 'QUEUED' || state.status === 'RUNNING'
}
