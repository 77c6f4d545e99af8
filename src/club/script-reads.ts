import { LRUCache } from 'lru-cache'
import { answerTag } from '../domain/http/answer-tag.ts'
import type { Job } from '../domain/job/job.ts'
import { jobInBody } from '../upstream/jobs.ts'
import type { Answer } from '../upstream/types.ts'

/**
 * Answers to scripts pass byte for byte, and nobody reads them. The list must know their jobs, so the newest answer of
 * each job is copied, and read when no request waits (docs/decisions/club.md).
 */
export interface ScriptReads {
  /** Copies an answer that a script got, unless the same answer waits already. */
  saw(jobId: string, answer: Answer, who: string | null): void
  /** Drops the copy, because something newer is known of the job. */
  drop(jobId: string): void
  /** Forgets a job that the service does not know. The same answer would be news. */
  forget(jobId: string): void
  /** Reads the copies that are due. */
  work(): Promise<void>
}

/** Milliseconds between two reads of answers of one job: a colleague sees a change within two seconds. */
const APART_MS = 800
/** The same answer is read again after this long, milliseconds: another replica may have written the list. */
const SAME_MS = 60_000
/** Most answers that are read in one turn of the list's work. The others wait for the next turn. */
const AT_ONCE = 20
/** Most bytes of copies that are not read yet. An answer over this is left out until the job is read again. */
const MOST_WAITING_BYTES = 10_000_000
const MOST_WAITING = 1_000
/** Most bytes of one answer. The largest recorded job has 48 kB. */
const MOST_BYTES = 500_000
const MOST_JOBS = 5_000

/** The newest answer of a job: when it came, a tag of what it says, and when that was read. */
interface Newest {
  at: number
  mark: string
  readAt: number
}

/** `clock`: milliseconds, as `performance.now()`. */
export function createScriptReads(
  found: (job: Job, who: string | null) => void,
  clock: () => number = () => performance.now(),
): ScriptReads {
  const newest = new LRUCache<string, Newest>({ max: MOST_JOBS })
  /** The answer that has waited longest stands first. */
  const waiting = new Map<string, { body: Buffer; who: string | null }>()
  let bytes = 0

  function drop(jobId: string) {
    bytes -= waiting.get(jobId)?.body.length ?? 0
    waiting.delete(jobId)
  }

  function isDue(jobId: string): boolean {
    return clock() - (newest.get(jobId)?.at ?? Number.NEGATIVE_INFINITY) >= APART_MS
  }

  /** Notes the answer. @returns false if the same answer was read lately */
  function isNew(jobId: string, body: Buffer): boolean {
    const [at, before] = [clock(), newest.get(jobId)]
    const mark = answerTag(body, at)
    const isSame = before?.mark === mark && at - before.readAt < SAME_MS
    newest.set(jobId, { at, mark, readAt: isSame ? before.readAt : at })
    return !isSame
  }

  return {
    saw(jobId, { status, headers, body }, who) {
      if (status !== 200 || body.length === 0 || body.length > MOST_BYTES) return
      if (headers['content-encoding'] !== undefined) return
      const before = waiting.get(jobId)
      if (before?.body.equals(body)) return
      if (before === undefined && waiting.size >= MOST_WAITING) return
      const after = bytes - (before?.body.length ?? 0) + body.length
      if (after > MOST_WAITING_BYTES) return
      bytes = after
      // A copy: the memory of the answer itself is given back when it has been sent.
      waiting.set(jobId, { body: Buffer.from(body), who: who ?? before?.who ?? null })
    },
    drop,
    forget(jobId) {
      drop(jobId)
      newest.delete(jobId)
    },
    async work() {
      const due = [...waiting.keys()].filter(isDue).slice(0, AT_ONCE)
      for (const jobId of due) {
        const one = waiting.get(jobId)
        // The copy was dropped for something newer while the others were read.
        if (one === undefined) continue
        drop(jobId)
        const job = isNew(jobId, one.body) ? jobInBody(jobId, one.body) : null
        if (job !== null) found(job, one.who)
        // Requests have their turn between two answers.
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}
