import { asArray, asRecord } from '../text/reading.ts'
import { pruned } from './pruned.ts'
import { readStatus } from './status.ts'

/** What watchers of a job are told: the upstream's own words, few enough to compare and to send often. */
export interface LiveState {
  status: string
  progress: unknown
  warnings: unknown[]
  updated_at: unknown
  error: unknown
  failure_reason: unknown
  frames_processed: unknown
}

/** Most characters and values of each field: a real one has some hundred. Watched jobs are kept, and told to many. */
const MOST_OF_FIELD = 16_000

/** Reads it from the `data` of `GET /jobs/:id/status`, or of the whole job, which has the same fields. */
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

/** Names the state: two states with the same digest look the same to watchers, who are then told nothing. */
export function digestOf(state: LiveState): string {
  return hashOf(JSON.stringify(state))
}

/** 53 bits of a text (cyrb53). */
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
 * The same for pages that show no progress, such as a frame's: while a job moves, only a new stage is
 * news. `digest` is that of the whole state.
 */
export function newsDigest(status: string, step: string, digest: string): string {
  if (status === 'QUEUED' || status === 'RUNNING') return hashOf('analysis')
  return status === 'CREATED' ? hashOf(`CREATED ${step}`) : digest
}

/** The same for several jobs in their order; null: one that cannot be read. */
export function digestOfAll(states: readonly (LiveState | null)[]): string {
  return joinDigests(states.map((state) => state && digestOf(state)))
}

export function joinDigests(digests: readonly (string | null)[]): string {
  return digests.map((digest) => digest ?? '-').join('.')
}

const ENDED = new Set(['COMPLETED', 'PARTIAL', 'FAILED'])

/** Nothing changes any more without an analyst. */
export function isDone(state: LiveState): boolean {
  return ENDED.has(state.status)
}

/** Whether the job moves without an analyst, so that it is looked at often. */
export function isBusy(state: LiveState): boolean {
  return state.status === 'CREATED' || state.status === 'QUEUED' || state.status === 'RUNNING'
}
