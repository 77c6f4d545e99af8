import type { FastifyBaseLogger } from 'fastify'
import Agent from 'undici/lib/dispatcher/agent.js'
import { MOST_HOOKS, type Webhook, type Webhooks } from '../../config/webhooks.ts'
import { askedWait, type Notice, waitAfter } from '../../domain/club/notice.ts'
import { ClubListOff } from '../../errors/club.ts'
import { createDialer, type Resolve } from '../../images/dial.ts'
import type { Background } from '../../lib/background.ts'
import { within } from '../../lib/within.ts'
import type { Connection } from '../connection.ts'
import { post, type TryOutcome } from './post.ts'
import { createSaid } from './said.ts'
import { signedHeaders } from './signed-headers.ts'

/** Sends the notices that are due. */
export interface Sender {
  work(): Promise<void>
  /** Gives running tries a moment to end, and then cuts them off. */
  close(): Promise<void>
  /** How tries have ended so far: `delivered`, `failed`, and `dead` for those that were given up. */
  readonly tallies: ReadonlyMap<string, number>
}

/** Most tries at a time, in all and with one receiver: a silent receiver does not block the others. */
const AT_ONCE_WITH_ONE = 2
const AT_ONCE = MOST_HOOKS * AT_ONCE_WITH_ONE
const TIMEOUT_MS = 15_000
/** Milliseconds for resolving and connecting. */
const CONNECT_MS = 5_000
/** Milliseconds that a stop waits for running tries. */
const LAST_MS = 2_000
/** The status by which a receiver asks for no more tries. */
const GONE = 410

export interface SenderOptions {
  webhooks: Webhooks
  connection: Connection
  background: Background
  log: FastifyBaseLogger
  now: () => number
  resolve?: Resolve | undefined
  timeoutMs?: number | undefined
}

export function createSender(options: SenderOptions): Sender {
  const { webhooks, connection, background, log, now, timeoutMs = TIMEOUT_MS } = options
  const hooks = new Map(webhooks.hooks.map((hook) => [hook.id, hook]))
  const dialer = createDialer({
    networks: null,
    timeoutMs: Math.min(CONNECT_MS, timeoutMs),
    ...(options.resolve ? { resolve: options.resolve } : {}),
  })
  // Each try has a connection of its own, whose address was checked.
  const agent = new Agent({
    connect: dialer,
    pipelining: 0,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const said = createSaid(log)
  const tallies = new Map<string, number>()
  const busy = new Map<Notice, Promise<void>>()
  /** Outcomes that are not written yet. They are written before anything is sent. */
  const unwritten = new Map<Notice, TryOutcome>()
  let closed = false
  let last = Promise.resolve()
  let next: Promise<void> | null = null

  /** One run at a time: two would count the same places as free. A call while one runs means one more after it. */
  function work(): Promise<void> {
    next ??= last
      .catch(() => {})
      .then(() => {
        next = null
        return workOnce()
      })
    last = next
    return next
  }

  async function workOnce() {
    try {
      if (connection.isOpen) await writeAndSend()
    } catch (error) {
      if (!(error instanceof ClubListOff)) throw error
    }
  }

  async function writeAndSend() {
    for (const [notice, outcome] of unwritten) await write(notice, outcome)
    if (closed || unwritten.size > 0) return
    const wanted = placesFor([...hooks.keys()])
    if (wanted.length === 0) return
    const taken = await connection.use((store) => store.takeNotices(wanted, now()))
    for (const notice of taken) {
      const trying = tell(notice).finally(() => busy.delete(notice))
      busy.set(notice, trying)
      // This writes the outcome, and a quick receiver gets its next notice at once.
      background.run('telling of an end', () => trying.then(work))
    }
  }

  function placesFor(ids: readonly string[]): { hook: string; limit: number }[] {
    const isBusy = [...busy.keys()]
    let free = AT_ONCE - isBusy.length
    return ids.flatMap((hook) => {
      const taken = isBusy.filter((one) => one.hook === hook).length
      const limit = Math.min(AT_ONCE_WITH_ONE - taken, free)
      if (limit <= 0) return []
      free -= limit
      return [{ hook, limit }]
    })
  }

  async function tell(notice: Notice) {
    const hook = hooks.get(notice.hook)!
    const { id, body } = notice
    const headers = signedHeaders(webhooks.key, id, now(), body)
    const outcome = await post(agent, hook, body, headers, timeoutMs)
    // The next process repeats a try that our own end cut off.
    if (closed && 'failure' in outcome) return
    unwritten.set(notice, outcome)
    count(hook, notice, outcome)
  }

  function count(hook: Webhook, notice: Notice, outcome: TryOutcome) {
    const end = endOf(notice, outcome)
    tallies.set(end.name, (tallies.get(end.name) ?? 0) + 1)
    said.of(hook.label, notice, end.name, end.why)
  }

  async function write(notice: Notice, outcome: TryOutcome) {
    const { name, why, waitMs } = endOf(notice, outcome)
    const at = now()
    await connection.use((store) =>
      name === 'delivered'
        ? store.noticeDelivered(notice.id, why, at)
        : store.noticeFailed(notice, why, at, waitMs === null ? null : at + waitMs),
    )
    unwritten.delete(notice)
  }

  function endOf({ tries }: Notice, outcome: TryOutcome) {
    if ('failure' in outcome) return failed(outcome.failure, waitAfter(tries))
    const { status, retryAfter } = outcome
    const why = `it answered ${status}`
    if (status < 300) return { name: 'delivered', why, waitMs: null } as const
    if (status === GONE) return failed(`${why}: it wants no more of this`, null)
    const waitMs = waitAfter(tries, askedWait(retryAfter, now()))
    return failed(status < 400 ? `${why}, and redirects are not followed` : why, waitMs)
  }

  return {
    work,
    tallies,
    async close() {
      await within(LAST_MS, Promise.allSettled(busy.values())).catch(() => {})
      closed = true
      await agent.destroy()
      await Promise.allSettled(busy.values())
      await Promise.allSettled([work()])
    },
  }
}

function failed(why: string, waitMs: number | null) {
  return { name: waitMs === null ? 'dead' : 'failed', why, waitMs } as const
}
