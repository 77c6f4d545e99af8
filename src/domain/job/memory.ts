import { isActive } from './flow.ts'
import type { Job, Progress } from './job.ts'

/** A job as one look found it. */
export interface SeenState {
  /** Of all that watchers are told. */
  digest: string
  status: string
  progress: Progress
}

/** What is kept of a job between two looks. All times are of our own clock, which never goes back. */
export interface Remembered {
  digest: string
  /** When the newest look began, milliseconds. */
  lookedAt: number
  /** When the newest state was first seen, milliseconds. */
  since: number
  /** Whether a change was ever seen: a first look tells nothing about it. */
  changed: boolean
  /** Null while the job does not run. */
  run: Run | null
}

/** One run: the service names it where it can (docs/contract.md#progress). */
interface Run {
  attemptId: string | null
  retryId: string | null
  /** The most that was said, 0 to 100; null if nothing was. */
  pct: number | null
}

/** A run without a name that was not seen for this long may be another one, milliseconds. */
const OUT_OF_SIGHT_MS = 60_000

/**
 * What is known after a look that began at `lookedAt`. A look may be answered after a later one; then it changes
 * nothing.
 */
export function remember(
  before: Remembered | undefined,
  seen: SeenState,
  lookedAt: number,
): Remembered {
  if (before === undefined) {
    const { digest } = seen
    return { digest, lookedAt, since: lookedAt, changed: false, run: runOf(null, seen) }
  }
  if (lookedAt < before.lookedAt) return before
  const same = before.digest === seen.digest
  const lost = lookedAt - before.lookedAt > OUT_OF_SIGHT_MS
  return {
    digest: seen.digest,
    lookedAt,
    since: same ? before.since : lookedAt,
    changed: before.changed || !same,
    run: runOf(before.run, seen, lost),
  }
}

/** A state in which nothing runs ends the run: the next one begins at 0. */
function runOf(before: Run | null, seen: SeenState, lost = false): Run | null {
  if (!isRunning(seen)) return null
  const { attemptId, retryId } = seen.progress
  // A running job at 100 % shows what its last run left behind.
  const pct = seen.progress.pct === 100 ? null : seen.progress.pct
  if (before === null || !isSameRun(before, seen.progress, lost)) return { attemptId, retryId, pct }
  return {
    attemptId: attemptId ?? before.attemptId,
    retryId: retryId ?? before.retryId,
    pct: pct === null ? before.pct : Math.max(pct, before.pct ?? 0),
  }
}

function isSameRun(run: Run, { attemptId, retryId }: Progress, lost: boolean): boolean {
  const names = [
    [run.attemptId, attemptId],
    [run.retryId, retryId],
  ].filter(([before, now]) => before !== null && now !== null)
  return names.length === 0 ? !lost : names.every(([before, now]) => before === now)
}

/** In these steps nothing runs: the numbers beside them are those of the queue or of the last run. */
const STEPS_WITHOUT_RUN = new Set([
  ...['QUEUED', 'QUEUE', 'READY_TO_ENQUEUE'],
  ...['DONE', 'COMPLETED', 'PARTIAL', 'FAILED'],
])

/** Unknown states are shown as QUEUED (docs/contract.md#status-mapping): the step tells whether the job runs. */
function isRunning({ status, progress: { step } }: SeenState): boolean {
  if (status === 'RUNNING') return !STEPS_WITHOUT_RUN.has(step)
  return status === 'QUEUED' && step !== '' && !STEPS_WITHOUT_RUN.has(step)
}

/**
 * The job as pages show it: its bar stands where the run was furthest (docs/architecture.md#rule-14).
 * `age` is that of the remembered state, milliseconds; `now` as `Date.now()`.
 */
export function steady(
  job: Job,
  { run, changed }: Remembered,
  { age, now, staleAfterMs }: { age: number; now: number; staleAfterMs: number },
): Job {
  const pct = isActive(job) ? (run?.pct ?? null) : job.progress.pct
  return {
    ...job,
    progress: { ...job.progress, pct },
    lastChange: { at: now - age, seen: changed, staleAfterMs },
  }
}
