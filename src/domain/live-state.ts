import { readStatus } from './job.ts'
import { asArray, asRecord } from './reading.ts'

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

/** Picks it out of the `data` of `GET /jobs/:id/status`, or of the whole job, which has the same fields. */
export function readLiveState(data: unknown): LiveState {
  const job = asRecord(data)
  return {
    status: readStatus(job['status']),
    progress: job['progress'] ?? null,
    warnings: asArray(job['warnings']),
    updated_at: job['updated_at'] ?? null,
    error: job['error'] ?? null,
    failure_reason: job['failure_reason'] ?? null,
    frames_processed: job['frames_processed'] ?? null,
  }
}

/** Two states are the same when this text is: watchers hear nothing then. */
export function digestOf(state: LiveState): string {
  return JSON.stringify(state)
}

const ENDED = new Set(['COMPLETED', 'PARTIAL', 'FAILED'])

/** Nothing more will come of itself. */
export function isDone(state: LiveState): boolean {
  return ENDED.has(state.status)
}

/** Whether the job moves without an analyst, so that it is looked at often. */
export function isBusy(state: LiveState): boolean {
  return state.status === 'CREATED' || state.status === 'QUEUED' || state.status === 'RUNNING'
}
