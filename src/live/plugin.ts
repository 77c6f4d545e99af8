import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import type { Action } from '../domain/job/allowed-actions.ts'
import type { Job } from '../domain/job/job.ts'
import type { LiveState } from '../domain/job/live-state.ts'
import type { RequestContext } from '../upstream/types.ts'
import { type Audience, createAudience, type Manner } from './audience.ts'
import { createGlances, FRESH_MS } from './glances.ts'
import { StreamLimits } from './limits.ts'
import { createJobMemory } from './memory.ts'
import { beginStream } from './sse.ts'
import { askStatus } from './status.ts'
import { type LivePace, PACE, type Watch } from './watch.ts'
import { createWatches } from './watches.ts'

declare module 'fastify' {
  interface FastifyInstance {
    live: Live
  }
}

interface Live {
  /**
   * Answers with the stream of a job; streams of the same `kind` get the same bytes. Throws what the
   * first look throws, before anything is sent: an unknown job is a 404. `seen` is the digest of the
   * state that the reader shows already: it is not sent again.
   */
  stream(
    reply: FastifyReply,
    jobId: string,
    kind: string,
    manner: Manner,
    seen?: string,
  ): Promise<void>
  /** Answers with one stream of its own that watches several jobs, known to the service or not. */
  gather(
    reply: FastifyReply,
    jobIds: readonly string[],
    manner: Manner,
    seen?: string,
  ): Promise<void>
  /** A job's state by a look that is less than a second old. */
  glance(jobId: string, context: RequestContext): Promise<LiveState>
  watches(jobId: string): boolean
  /**
   * When the service was last asked about a watched job and said the state of this digest,
   * milliseconds of `performance.now()`; null if it is not watched or was last seen in another state.
   */
  confirmedAt(jobId: string, digest: string): number | null
  /** The job as pages show it, from a read that began at `lookedAt`, milliseconds of `performance.now()`. */
  remembered(job: Job, lookedAt: number): Job
  /** Looks at a watched job at once, because this process has just changed it by this action, which was answered so. */
  pollNow(jobId: string, action: Action, status: number): void
  /** Hears of every look of the hub. It must return at once. */
  hear(hearer: (jobId: string, state: LiveState) => void): void
  /** The stream of the club's list, which `watch` tells of; readers of the same `kind` get the same bytes. */
  list(reply: FastifyReply, watch: Watch, kind: string, manner: Manner, seen?: string): void
  /** The context of the hub's own calls. */
  context(): RequestContext
  readonly pace: LivePace
  readonly streams: number
  readonly watchedJobs: number
}

/** One look in flight for each watched job, however many watch (docs/architecture.md#live-updates). */
export const livePlugin = fp<{ now: () => number; pace?: Partial<LivePace> }>(
  async (app, options) => {
    const { now } = options
    const pace = { ...PACE, ...options.pace }
    const { background } = app
    /** Each for one job and kind. */
    const shared = new Map<string, Audience>()
    const audiences = new Set<Audience>()
    const memory = createJobMemory(now, pace.staleMs)
    const glances = createGlances()
    const limits = new StreamLimits()
    const hearers: ((jobId: string, state: LiveState) => void)[] = []
    let closing = false
    const context = (): RequestContext => ({ requestId: randomUUID(), log: app.log, fresh: true })
    const watches = createWatches({
      look: (jobId, requestId) =>
        look(jobId, requestId === null ? context() : { ...context(), requestId, fresh: false }),
      background,
      pace,
    })

    async function look(jobId: string, context: RequestContext): Promise<LiveState> {
      const began = performance.now()
      const state = await askStatus(app.upstream, jobId, context)
      memory.sawState(jobId, state, began)
      for (const hear of hearers) hear(jobId, state)
      return state
    }

    function openAudience(
      of: readonly (Watch | null)[],
      manner: Manner,
      onEmpty = () => {},
    ): Audience {
      const audience = createAudience({
        watches: of,
        manner,
        background,
        pace,
        now,
        onEmpty() {
          audiences.delete(audience)
          onEmpty()
        },
      })
      audiences.add(audience)
      return audience
    }

    function sharedAudience(key: string, manner: Manner, watch: () => Watch): Audience {
      const known = shared.get(key)
      if (known) return known
      const audience = openAudience([watch()], manner, () => {
        if (shared.get(key) === audience) shared.delete(key)
      })
      shared.set(key, audience)
      return audience
    }

    /** Null if there is nobody to read: the client has left, is out or wants the head alone, or the process stops. */
    function begin(reply: FastifyReply): ServerResponse | null {
      const { raw } = reply
      beginStream(reply)
      const ended = closing || reply.request.method === 'HEAD'
      if (ended) raw.end()
      return raw.destroyed || ended ? null : raw
    }

    background.every('live heartbeat', pace.heartbeatMs, () => {
      for (const audience of audiences) audience.heartbeat()
    })

    app.onRequestEnd((request) => limits.leave(request))
    app.addHook('preClose', async () => {
      closing = true
      for (const audience of [...audiences]) audience.end()
    })

    app.decorate('live', {
      async stream(reply, jobId, kind, manner, seen) {
        limits.enter(reply.request)
        const watch = await watches.open(jobId, reply.request.id)
        const response = begin(reply)
        const kept = () => watches.kept(jobId, watch)
        if (response === null) watches.forget(jobId, watch)
        else sharedAudience(`${kind} ${jobId}`, manner, kept).add(response, seen)
      },
      list(reply, watch, kind, manner, seen) {
        limits.enter(reply.request)
        const response = begin(reply)
        if (response !== null)
          sharedAudience(`list ${kind}`, manner, () => watch).add(response, seen)
      },
      async gather(reply, jobIds, manner, seen) {
        limits.enter(reply.request)
        const found = await watches.openForList(jobIds, reply.request.id)
        const response = begin(reply)
        if (response === null) {
          for (const [i, id] of jobIds.entries()) watches.forget(id, found[i]!)
          return
        }
        const of = found.map((watch, i) => watch && watches.kept(jobIds[i]!, watch))
        openAudience(of, manner).add(response, seen)
      },
      async glance(jobId, context) {
        const newest = watches.get(jobId)?.newest
        if (newest && performance.now() - newest.at < FRESH_MS) return newest.state
        return glances.get(jobId, app.upstream.changes, () => look(jobId, context))
      },
      hear: (hearer) => void hearers.push(hearer),
      watches: (jobId) => watches.get(jobId) !== undefined,
      confirmedAt: (jobId, digest) => watches.get(jobId)?.confirmedAt(digest) ?? null,
      remembered: (job, lookedAt) => memory.sawJob(job, lookedAt),
      context,
      pollNow(jobId, action, status) {
        if (status < 300 && (action === 'enqueue' || action === 'retry')) memory.runBegan(jobId)
        watches.get(jobId)?.pollNow()
      },
      pace,
      get streams() {
        let streams = 0
        for (const audience of audiences) streams += audience.size
        return streams
      },
      get watchedJobs() {
        return watches.size
      },
    } satisfies Live)
  },
  { name: 'live', dependencies: ['jobs', 'background'] },
)
