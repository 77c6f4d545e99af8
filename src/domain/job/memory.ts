import { isActive } from './flow.ts'
import type { Job, Progress } from './job.ts'

/** What one look at a job found. */
export interface SeenState {
  /** Digest of the live state. */
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
  /** True if a change was ever seen. The first look is not a change. */
  changed: boolean
  /** Null while the job does not run. */
  run: Run | null
}

/** One run. The ids are null if the service does not give them (docs/contract.md#progress). */
interface Run {
  attemptId: string | null
  retryId: string | null
  /** The highest progress that the service gave, 0 to 100; null if it gave none. */
  pct: number | null
}

/** Milliseconds. If nobody looked at a run without ids for this long, the next look may find a new run. */
const OUT_OF_SIGHT_MS = 60_000

/**
 * What is known after a look that began at `lookedAt`. A look changes nothing if a later look was answered
 * before it.
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

/** The run after this look. Null if nothing runs: the next run then starts afresh. */
function runOf(before: Run | null, seen: SeenState, lost = false): Run | null {
  if (!isRunning(seen)) return null
  const { attemptId, retryId } = seen.progress
  // If a running job says 100 %, the number is left over from its last run.
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

/** True if a run is under way. The step decides: unknown states show as QUEUED (docs/contract.md#status-mapping). */
function isRunning({ status, progress: { step } }: SeenState): boolean {
  if (status === 'RUNNING') return !STEPS_WITHOUT_RUN.has(step)
  return status === 'QUEUED' && step !== '' && !STEPS_WITHOUT_RUN.has(step)
}

/**
 * The job as pages show it. Its progress bar never goes back during a run (docs/architecture.md#rule-14).
 * `age` is the age of the remembered state in milliseconds; `now` is as `Date.now()`.
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
