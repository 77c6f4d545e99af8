import { LRUCache } from 'lru-cache'
import { Gate, LONGEST_PAUSE_MS } from './gate.ts'
import { LatestOutcomes } from './latest-outcomes.ts'

/** After this many calls in a row without a connection, all calls are held back. */
const UNCONNECTED_TO_OPEN = 3
/** After this many broken or late answers in a row, the calls of that job are held back. */
const BROKEN_TO_OPEN = 3
/** Jobs whose failures are remembered; those that failed longest ago are forgotten first. */
const MOST_JOBS = 500

/** Permission to call: as usual, or as the one probe for the service or for the job. */
export type Permit = 'call' | 'probe' | 'job-probe'

/** A call without a complete answer. `unconnected` counts against the service, `broken` against its job first. */
export type Failure = 'unconnected' | 'broken'

export interface Breaker {
  /**
   * Permits a call of this job, or gives back null if it may not be sent now. Each permit is ended once: by `answered`,
   * `failed` or `abandoned`.
   */
  enter(job: string): Permit | null
  /** A complete answer, whatever its status. */
  answered(job: string): void
  failed(job: string, permit: Permit, failure: Failure): void
  /** The call ended without telling anything: the client left, or the call was never sent. */
  abandoned(job: string, permit: Permit): void
  /** Whole seconds until a call of this job may be let through, for `Retry-After`. */
  retryAfterSec(job: string): number
  /** True if all calls are held back. */
  readonly isOpen: boolean
  isOpenFor(job: string): boolean
  /** Jobs whose own calls are held back. */
  readonly openJobs: number
}

/** A job whose last call broke. */
interface FailingJob {
  failures: number
  failedAt: number
  gate: Gate
}

/**
 * Protects a dead service and those who wait for it, and keeps one bad job from disturbing the others
 * (docs/architecture.md#the-breaker). Three failed connections in a row hold back all calls. A broken or late answer
 * counts against its job: three in a row hold back that job's calls. Broken answers hold back all calls only if the
 * latest call of most recent jobs broke. A complete answer ends this. `now`: milliseconds of a clock that is never set
 * back, or a wait would be longer.
 */
export function createBreaker(now: () => number): Breaker {
  const service = new Gate(now)
  const outcomes = new LatestOutcomes()
  const failing = new LRUCache<string, FailingJob>({ max: MOST_JOBS })
  let unconnected = 0

  function noteBroken(job: string, permit: Permit) {
    outcomes.note(job, now(), true)
    const known = failing.get(job) ?? { failures: 0, failedAt: 0, gate: new Gate(now) }
    failing.set(job, known)
    known.failures += 1
    known.failedAt = now()
    if (!known.gate.isOpen) {
      if (known.failures >= BROKEN_TO_OPEN) known.gate.open()
    } else if (permit !== 'call') known.gate.probeFailed()
  }

  /** When a call of this job may be the probe of the service: a job that has just failed would only fail again. */
  const mayProbeFrom = (job: string) =>
    (failing.get(job)?.failedAt ?? Number.NEGATIVE_INFINITY) + LONGEST_PAUSE_MS

  return {
    get isOpen() {
      return service.isOpen
    },
    isOpenFor: (job) =>
      service.isOpen || (failing.size > 0 && failing.get(job)?.gate.isOpen === true),
    get openJobs() {
      return [...failing.values()].filter(({ gate }) => gate.isOpen).length
    },
    enter(job) {
      if (!service.isOpen && failing.size === 0) return 'call'
      if (service.isOpen && (!service.isProbeDue || now() < mayProbeFrom(job))) return null
      const gate = failing.get(job)?.gate
      if (gate?.isOpen) {
        if (!gate.isProbeDue) return null
        gate.takeProbe()
      }
      if (service.isOpen) service.takeProbe()
      return service.isOpen ? 'probe' : gate?.isOpen ? 'job-probe' : 'call'
    },
    answered(job) {
      unconnected = 0
      if (failing.size > 0) failing.delete(job)
      if (service.isOpen) {
        service.close()
        // Older failures are forgotten, or they would hold back jobs that answer now.
        outcomes.forget()
      }
      outcomes.note(job, now(), false)
    },
    failed(job, permit, failure) {
      if (failure === 'broken') noteBroken(job, permit)
      else if (permit !== 'call') failing.get(job)?.gate.returnProbe()
      if (service.isOpen) {
        // Calls that were under way when the gate opened fail later. They must not delay the probe.
        if (permit === 'probe') service.probeFailed()
        return
      }
      unconnected = failure === 'unconnected' ? unconnected + 1 : 0
      const isDead = unconnected >= UNCONNECTED_TO_OPEN
      if (isDead || (failure === 'broken' && outcomes.mostBroke(now()))) service.open()
    },
    abandoned(job, permit) {
      if (permit === 'call') return
      failing.get(job)?.gate.returnProbe()
      if (permit === 'probe') service.returnProbe()
    },
    retryAfterSec(job) {
      const gate = failing.get(job)?.gate
      const at = Math.max(
        service.isOpen ? Math.max(service.probeAt, mayProbeFrom(job)) : 0,
        gate?.isOpen ? gate.probeAt : 0,
      )
      return Math.max(1, Math.ceil((at - now()) / 1000))
    },
  }
}
