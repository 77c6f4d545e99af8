import { digestOf, isBusy, isDone, type LiveState } from '../domain/job/live-state.ts'
import type { Background } from '../lib/background.ts'

/** How often a watched job is looked at, and when silence is said; milliseconds. */
export interface LivePace {
  /** While something runs. */
  busyMs: number
  /** While it waits for people. */
  idleMs: number
  /** After it has ended: somebody may try it again. */
  restMs: number
  /** Longest pause after failures; pauses double from `busyMs`. */
  longestMs: number
  /** After this long without an answer of the service, readers are told. */
  silentMs: number
  /** A job that should move and has not changed for this long is said to stand still. */
  staleMs: number
  /** Between two turns that ask whether the service has answered anybody. */
  turnMs: number
  /** Time between two heartbeats of a stream. */
  heartbeatMs: number
}

export const LIVE_PACE: LivePace = {
  busyMs: 1_000,
  idleMs: 3_000,
  restMs: 15_000,
  longestMs: 15_000,
  silentMs: 8_000,
  staleMs: 30_000,
  turnMs: 1_000,
  heartbeatMs: 10_000,
}

/** After a silence all jobs are looked at within this time, but not all at once, milliseconds. */
const BACK_WITHIN_MS = 1_000

/** Loops started at the same moment must not stay in step. */
const JITTER = 0.1

/**
 * Why the newest state may be old: the service has not answered since a moment (milliseconds of
 * `performance.now()`), or it does not know the job any more.
 */
export type Trouble = { kind: 'silent'; since: number } | { kind: 'gone' }

export interface Watcher {
  /** A new state, or the newest one for a watcher that has just come. */
  onState(state: LiveState, version: number): void
  /** Null: the trouble is over. */
  onTrouble(trouble: Trouble | null): void
}

export interface Watch {
  add(watcher: Watcher): () => void
  /** Looks at the job now: a change has just been made through this process. */
  pollNow(): void
  /** The service answers others again: if this job's readers were told that it is silent, the next look is soon. */
  serviceIsBack(): void
  /** Sends the state again: something else of the job has changed, such as a name. */
  tellAgain(): void
  readonly watchers: number
  /** When the service last gave the state of this digest, milliseconds of `performance.now()`; null for another one. */
  confirmedAt(digest: string): number | null
  /** The state that the service gave last, and when it was asked; null before the first answer. */
  readonly newest: { state: LiveState; at: number } | null
}

/**
 * One job, looked at by one loop, however many watch it. At most one look is in flight. The first watcher starts the
 * loop and the last one stops it (docs/architecture.md#live-updates). Watchers hear nothing unless the state changed.
 */
export function createWatch(options: {
  /** What a look has just found; null if it got no answer. */
  first: LiveState | null
  /** Null: the service does not know the job. */
  look: () => Promise<LiveState | null>
  background: Background
  pace: LivePace
  onEmpty: () => void
}): Watch {
  const { look, background, pace, onEmpty } = options
  const watchers = new Set<Watcher>()
  let state = options.first
  let digest = state === null ? '' : digestOf(state)
  let version = state === null ? 0 : 1
  let timer: NodeJS.Timeout | undefined
  let silence: NodeJS.Timeout | undefined
  let looking = false
  /** A change was made during a look; that look may have missed it. */
  let hurried = false
  /** When the look with the last answer began. */
  let answeredAt = performance.now()
  let confirmed = answeredAt
  let failures = state === null ? 1 : 0
  let trouble: Trouble | null = null

  function schedule(ms: number) {
    clearTimeout(timer)
    timer = setTimeout(
      () => background.run('live look', tick),
      ms * (1 + (Math.random() * 2 - 1) * JITTER),
    )
  }

  async function tick() {
    timer = undefined
    if (watchers.size === 0) return
    looking = true
    hurried = false
    const began = performance.now()
    const found = await look().catch(() => undefined)
    looking = false
    if (watchers.size === 0) return
    failures = found === undefined ? failures + 1 : 0
    if (found !== undefined && !hurried) answered(found, began)
    schedule(hurried ? 0 : nextIn())
  }

  function nextIn(): number {
    if (failures > 0) return Math.min(pace.busyMs * 2 ** failures, pace.longestMs)
    if (state === null || trouble !== null) return pace.idleMs
    if (isDone(state)) return pace.restMs
    return isBusy(state) ? pace.busyMs : pace.idleMs
  }

  function answered(found: LiveState | null, began: number) {
    answeredAt = began
    listenForSilence()
    if (found === null) return say({ kind: 'gone' })
    confirmed = began
    say(null)
    const next = digestOf(found)
    if (next === digest) return
    state = found
    digest = next
    version += 1
    for (const watcher of watchers) watcher.onState(found, version)
  }

  /** Starts the wait for the next answer. A look that fails and a look that hangs both give none. */
  function listenForSilence() {
    clearTimeout(silence)
    const allowed = state !== null && isDone(state) ? pace.restMs + pace.silentMs : pace.silentMs
    silence = setTimeout(() => say({ kind: 'silent', since: answeredAt }), allowed)
  }

  function say(now: Trouble | null) {
    if (trouble?.kind === now?.kind) return
    trouble = now
    for (const watcher of watchers) watcher.onTrouble(now)
  }

  function stop() {
    clearTimeout(timer)
    clearTimeout(silence)
    timer = undefined
    onEmpty()
  }

  return {
    get watchers() {
      return watchers.size
    },
    get newest() {
      return state === null ? null : { state, at: confirmed }
    },
    add(watcher) {
      if (watchers.size === 0) listenForSilence()
      watchers.add(watcher)
      if (state !== null) watcher.onState(state, version)
      if (trouble !== null) watcher.onTrouble(trouble)
      if (timer === undefined && !looking) schedule(nextIn())
      return () => {
        if (watchers.delete(watcher) && watchers.size === 0) stop()
      }
    },
    serviceIsBack() {
      if (trouble?.kind === 'silent' && !looking) schedule(Math.random() * BACK_WITHIN_MS)
    },
    tellAgain() {
      if (state === null) return
      version += 1
      for (const watcher of watchers) watcher.onState(state, version)
    },
    confirmedAt: (of) => (of === digest ? confirmed : null),
    pollNow() {
      confirmed = Number.NEGATIVE_INFINITY
      hurried = looking
      if (watchers.size > 0 && !looking) schedule(0)
    },
  }
}
