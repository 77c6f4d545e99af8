import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import type { LiveState } from '../domain/job/live-state.ts'
import { namesIn } from '../domain/job/seen.ts'
import { endingOf } from '../lib/signal.ts'
import { orNull } from '../lib/within.ts'
import type { RequestContext } from '../upstream/types.ts'
import { type Audience, createAudience, type Manner } from './audience.ts'
import { createGlances, FRESH_MS } from './glances.ts'
import { sendHeartbeats } from './heartbeat.ts'
import { StreamLimits } from './limits.ts'
import { createJobMemory } from './memory.ts'
import { createNames, type Leaving } from './names.ts'
import { createSilence } from './silence.ts'
import { beginStream } from './sse.ts'
import { askStatus } from './status.ts'
import type { Live } from './types.ts'
import { LIVE_PACE, type LivePace, type Watch } from './watch.ts'
import { createWatches } from './watches.ts'

/** One look in flight for each watched job, however many watch (docs/architecture.md#live-updates). */
export const livePlugin = fp<{ now: () => number; pace?: Partial<LivePace> }>(
  async (app, options) => {
    const { now } = options
    const pace = { ...LIVE_PACE, ...options.pace }
    const { background } = app
    /** The audience of each job and kind of stream. */
    const shared = new Map<string, Audience>()
    const audiences = new Set<Audience>()
    const memory = createJobMemory(now, pace.staleMs)
    const names = createNames(
      async (jobId, signal) =>
        void (await app.jobs.read(jobId, { ...context(), signal: endingOf(signal) })),
      (jobId) => watches.get(jobId)?.tellAgain(),
    )
    const glances = createGlances()
    const limits = new StreamLimits()
    const hearers: ((jobId: string, state: LiveState) => void)[] = []
    let closing = false
    const context = (): RequestContext => ({ requestId: randomUUID(), log: app.log, fresh: true })
    const watches = createWatches({
      async look(jobId, requestId) {
        const fresh = requestId === null
        const state = await look(jobId, fresh ? context() : { ...context(), requestId, fresh })
        // Tried with each look until the names are known.
        background.run('names of a job', () => names.settle(jobId))
        return state
      },
      background,
      pace,
    })

    app.jobs.hear({
      read: (job, _context, { began }) => names.saw(job, began),
      unknown() {},
    })

    async function look(jobId: string, context: RequestContext): Promise<LiveState> {
      const began = performance.now()
      const state = await askStatus(app.upstream, jobId, context)
      memory.sawState(jobId, state, began)
      for (const hear of hearers) hear(jobId, state)
      return state
    }

    /** Settles the names of each job on a page. */
    async function settle(jobIds: readonly string[], seen: string | undefined, caller: Leaving) {
      const shown = namesIn(seen ?? '')
      const settled = jobIds.map((id, i) => names.settle(id, shown[i], caller))
      await orNull(Promise.all(settled))
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

    /** Null if nobody will read: the client has left, may not read, or wants only the head, or the process stops. */
    function begin(reply: FastifyReply): ServerResponse | null {
      const { raw } = reply
      beginStream(reply)
      const ended = closing || reply.request.method === 'HEAD'
      if (ended) raw.end()
      return raw.destroyed || ended ? null : raw
    }

    background.every(
      'the service is back',
      pace.turnMs,
      createSilence(() => app.upstream.answers, watches.serviceIsBack),
    )
    sendHeartbeats(background, pace.heartbeatMs, audiences)

    app.onRequestEnd((request) => limits.leave(request))
    app.addHook('preClose', async () => {
      closing = true
      for (const audience of [...audiences]) audience.end()
    })

    app.decorate('live', {
      async stream(reply, jobId, kind, manner, seen) {
        limits.enter(reply.request)
        const watch = await watches.open(jobId, reply.request.id)
        await settle([jobId], seen, reply.request.ending)
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
        await settle(jobIds, seen, reply.request.ending)
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
      names: names.of,
      settle,
      context,
      pollNow(jobId, action, status) {
        if (status !== null && status < 300 && (action === 'enqueue' || action === 'retry'))
          memory.runBegan(jobId)
        if (action === 'player-profile') names.doubt(jobId)
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
