import { LRUCache } from 'lru-cache'
import type { Job } from '../domain/job/job.ts'
import { digestOf, type LiveState } from '../domain/job/live-state.ts'
import { type Remembered, remember, type SeenState, steady } from '../domain/job/memory.ts'
import { readProgress } from '../domain/job/read-job.ts'

/** What this process has seen of jobs, whoever asked. If it is lost, jobs are looked at as if for the first time. */
export interface JobMemory {
  /** @param lookedAt when the look began, milliseconds of `performance.now()` */
  sawState(jobId: string, state: LiveState, lookedAt: number): void
  /** @returns the job as pages show it */
  sawJob(job: Job, lookedAt: number): Job
  /** A run was begun through this process: what was seen before belongs to the last run. */
  runBegan(jobId: string): void
}

const MOST_JOBS = 2_000

/** `now`: milliseconds, as `Date.now()`. */
export function createJobMemory(now: () => number, staleAfterMs: number): JobMemory {
  const jobs = new LRUCache<string, Remembered>({ max: MOST_JOBS })

  function saw(jobId: string, seen: SeenState, lookedAt: number): Remembered {
    const kept = remember(jobs.get(jobId), seen, lookedAt)
    jobs.set(jobId, kept)
    return kept
  }

  return {
    sawState(jobId, state, lookedAt) {
      const progress = readProgress(state.progress)
      saw(jobId, { digest: digestOf(state), status: state.status, progress }, lookedAt)
    },
    runBegan(jobId) {
      const kept = jobs.get(jobId)
      if (kept) jobs.set(jobId, { ...kept, run: null, lookedAt: performance.now() })
    },
    sawJob(job, lookedAt) {
      const { status, progress, liveDigest: digest } = job
      const kept = saw(job.id, { digest, status, progress }, lookedAt)
      return steady(job, kept, { age: performance.now() - kept.since, now: now(), staleAfterMs })
    },
  }
}
