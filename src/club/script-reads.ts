import type { Job } from '../domain/job/job.ts'
import { jobInBody } from '../upstream/jobs.ts'
import type { Answer } from '../upstream/types.ts'

/**
 * What scripts read passes byte for byte, and nobody else reads it: so that the list knows their jobs, one answer of
 * each job and some seconds is copied, and read when no request waits (docs/decisions/club.md).
 */
export interface ScriptReads {
  /** A script got this answer. Costs a look into a map. */
  saw(jobId: string, answer: Answer, who: string | null): void
  /** Reads what was copied. */
  work(): Promise<void>
}

/** Between two answers of one job that are read, milliseconds. */
const APART_MS = 10_000
/** Copied and not read yet; what is over the limit is read another time. */
const MOST_WAITING = 20
/** The largest recorded job is 48 kB, bytes. */
const MOST_BYTES = 500_000
const MOST_JOBS = 5_000

export function createScriptReads(found: (job: Job, who: string | null) => void): ScriptReads {
  const readAt = new Map<string, number>()
  const waiting: { jobId: string; body: Buffer; who: string | null }[] = []

  function isDue(jobId: string): boolean {
    const now = performance.now()
    const before = readAt.get(jobId)
    if (before !== undefined && now - before < APART_MS) return false
    // The oldest stands first: a job that is put down again is moved to the end.
    readAt.delete(jobId)
    if (readAt.size >= MOST_JOBS) readAt.delete(readAt.keys().next().value!)
    readAt.set(jobId, now)
    return true
  }

  return {
    saw(jobId, { status, headers, body }, who) {
      if (status !== 200 || waiting.length >= MOST_WAITING || body.length > MOST_BYTES) return
      if (headers['content-encoding'] !== undefined || !isDue(jobId)) return
      // The memory of the answer is given back when it has been sent.
      waiting.push({ jobId, body: Buffer.from(body), who })
    },
    async work() {
      for (const { jobId, body, who } of waiting.splice(0)) {
        const job = jobInBody(jobId, body)
        if (job !== null) found(job, who)
        // Each has a turn of its own, with requests between them.
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}
