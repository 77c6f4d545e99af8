import { digestOf, isBusy, isDone, type LiveState } from '../../domain/live-state.ts'

/** How often a watched job is looked at, milliseconds. */
export interface LivePace {
  /** While something runs. */
  busyMs: number
  /** While it waits for people. */
  idleMs: number
  /** After failures, doubling from `busyMs`, at most. */
  longestMs: number
}

export const PACE: LivePace = { busyMs: 1_000, idleMs: 3_000, longestMs: 15_000 }

/** Loops started at the same moment must not stay in step. */
const JITTER = 0.1

export interface Watcher {
  /** A new state, or the newest one for a watcher that has just come. */
  onState(state: LiveState, version: number): void
  /** The service has not answered since this time (milliseconds); null: it answers again. */
  onStale(since: number | null): void
}

export interface Watch {
  add(watcher: Watcher): () => void
  /** Looks at the job now: a change has just been made through this process. */
  hurry(): void
  readonly watchers: number
  /** When the service was last asked and said the state of this digest, milliseconds of `performance.now()`; null for any other. */
  confirmedAt(digest: string): number | null
}

/**
 * One job, looked at by one loop however many watch it: at most one look is in flight, the first
 * watcher starts it and the last one stops it (DESIGN section 6). Nobody hears anything unless the
 * state changed. It rests when the job has ended.
 */
export function createWatch(options: {
  /** What a look has just found. */
  first: LiveState
  look: () => Promise<LiveState>
  now: () => number
  pace: LivePace
  onEmpty: () => void
}): Watch {
  const { first, look, now, pace, onEmpty } = options
  const watchers = new Set<Watcher>()
  let state = first
  let digest = digestOf(first)
  let version = 1
  let timer: NodeJS.Timeout | null = null
  let looking = false
  /** A change was made while a look was under way, which may not have seen it. */
  let hurried = false
  let confirmed = performance.now()
  let failures = 0
  let staleSince: number | null = null

  function schedule(ms: number) {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void tick(), ms * (1 + (Math.random() * 2 - 1) * JITTER))
  }

  async function tick() {
    timer = null
    if (looking || watchers.size === 0) return
    looking = true
    hurried = false
    const [began, beganAt] = [performance.now(), now()]
    try {
      const next = await look()
      if (!hurried) took(next, began)
      failures = 0
    } catch {
      failures += 1
      missed(beganAt)
    } finally {
      looking = false
    }
    if (watchers.size === 0) return
    if (hurried) schedule(0)
    else if (!isDone(state) || failures > 0) schedule(nextIn())
  }

  function nextIn(): number {
    if (failures > 0) return Math.min(pace.busyMs * 2 ** failures, pace.longestMs)
    return isBusy(state) ? pace.busyMs : pace.idleMs
  }

  function took(next: LiveState, began: number) {
    confirmed = began
    if (staleSince !== null) {
      staleSince = null
      for (const watcher of watchers) watcher.onStale(null)
    }
    const nextDigest = digestOf(next)
    if (nextDigest === digest) return
    state = next
    digest = nextDigest
    version += 1
    for (const watcher of watchers) watcher.onState(next, version)
  }

  function missed(since: number) {
    if (staleSince !== null) return
    staleSince = since
    for (const watcher of watchers) watcher.onStale(since)
  }

  return {
    get watchers() {
      return watchers.size
    },
    add(watcher) {
      watchers.add(watcher)
      watcher.onState(state, version)
      if (staleSince !== null) watcher.onStale(staleSince)
      if (timer === null && !looking && !isDone(state)) schedule(nextIn())
      return () => {
        watchers.delete(watcher)
        if (watchers.size > 0) return
        if (timer !== null) clearTimeout(timer)
        timer = null
        onEmpty()
      }
    },
    confirmedAt: (of) => (of === digest ? confirmed : null),
    hurry() {
      confirmed = Number.NEGATIVE_INFINITY
      hurried = looking
      if (watchers.size > 0 && !looking) schedule(0)
    },
  }
}
