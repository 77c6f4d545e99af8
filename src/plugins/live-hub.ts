import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { type LiveState, readLiveState } from '../domain/live-state.ts'
import { UpstreamRefusal } from '../errors.ts'
import { dataOf } from './jobs.ts'
import { createGathering, type Gathering } from './live/gathering.ts'
import { createRoom, type Put, type Room } from './live/room.ts'
import { beginStream, HEARTBEAT } from './live/sse.ts'
import { createWatch, type LivePace, PACE, type Watch } from './live/watch.ts'
import type { Caller } from './upstream.ts'

declare module 'fastify' {
  interface FastifyInstance {
    live: Live
  }
}

export interface Live {
  /**
   * Answers with the stream of a job; streams of the same `kind` get the same bytes. Throws what the
   * first look throws, before anything is sent: an unknown job is a 404. `seen` is the digest of the
   * state that the reader shows already: it is not sent again.
   */
  stream(reply: FastifyReply, jobId: string, kind: string, put: Put, seen?: string): Promise<void>
  /**
   * Answers with one stream that watches several jobs. `put` is asked for the words on all of them
   * whenever one has changed; a job that cannot be read is left out. The stream ends when all have
   * ended.
   */
  gather(
    reply: FastifyReply,
    jobIds: readonly string[],
    put: () => Promise<string>,
    seen?: string,
  ): Promise<void>
  watches(jobId: string): boolean
  /**
   * When the service was last asked about a watched job and said the state of this digest,
   * milliseconds; null where it is not watched or was last seen in another state.
   */
  confirmedAt(jobId: string, digest: string): number | null
  /** Looks at a watched job at once, because this process has just changed it. */
  hurry(jobId: string): void
  /** Whom the calls of the hub are made for: itself. */
  caller(): Caller
  readonly streams: number
  readonly watchedJobs: number
}

const HEARTBEAT_MS = 15_000

/** One look in flight for each watched job, whoever many watch (DESIGN section 6). */
export const liveHubPlugin = fp<{ now: () => number; pace?: LivePace }>(
  async (app, { now, pace = PACE }) => {
    const watches = new Map<string, Watch>()
    const rooms = new Map<string, Room>()
    const gatherings = new Set<Gathering>()
    let closing = false
    const caller = (): Caller => ({ requestId: randomUUID(), log: app.log, fresh: true })

    /** `requestId`: whose answer the first look may become, where it is refused. */
    async function watchOf(jobId: string, requestId: string = randomUUID()): Promise<Watch> {
      const known = watches.get(jobId)
      if (known) return known
      // Many may come at once: they share this look, while later ones ask for what is so by then.
      const first = await look(jobId, { ...caller(), requestId, fresh: false })
      const meanwhile = watches.get(jobId)
      if (meanwhile) return meanwhile
      const watch = createWatch({
        first,
        look: () => look(jobId, caller()),
        now,
        pace,
        onEmpty: () => forget(jobId, watch),
      })
      watches.set(jobId, watch)
      return watch
    }

    /** The watch that all share, where another was made while the first look was awaited. */
    function joined(jobId: string, watch: Watch): Watch {
      const known = watches.get(jobId) ?? watch
      watches.set(jobId, known)
      return known
    }

    function forget(jobId: string, watch: Watch | null) {
      if (watch?.watchers === 0 && watches.get(jobId) === watch) watches.delete(jobId)
    }

    /** The cheap status; the whole job where a revision has no such route (CONTRACT section 7). */
    async function look(jobId: string, caller: Caller): Promise<LiveState> {
      try {
        return readLiveState(dataOf(await app.upstream.get(`/jobs/${jobId}/status`, caller)))
      } catch (error) {
        if (!(error instanceof UpstreamRefusal) || error.statusCode !== 404) throw error
        return readLiveState(dataOf(await app.upstream.get(`/jobs/${jobId}`, caller)))
      }
    }

    function roomOf(jobId: string, kind: string, put: Put, watch: Watch): Room {
      const key = `${kind} ${jobId}`
      const known = rooms.get(key)
      if (known) return known
      const room = createRoom(jobId, put, joined(jobId, watch), () => {
        if (rooms.get(key) === room) rooms.delete(key)
      })
      rooms.set(key, room)
      return room
    }

    /** Null where there is nobody to read: the client has left or wants the head alone, or the process stops. */
    function begin(reply: FastifyReply): ServerResponse | null {
      const { raw } = reply
      if (raw.destroyed) reply.hijack()
      else beginStream(reply)
      const ended = closing || reply.request.method === 'HEAD'
      if (ended) raw.end()
      return raw.destroyed || ended ? null : raw
    }

    const heartbeat = setInterval(() => {
      for (const streams of [...rooms.values(), ...gatherings]) streams.breathe(HEARTBEAT)
    }, HEARTBEAT_MS).unref()

    app.addHook('preClose', async () => {
      closing = true
      clearInterval(heartbeat)
      for (const streams of [...rooms.values(), ...gatherings]) streams.end()
    })

    app.decorate('live', {
      async stream(reply, jobId, kind, put, seen) {
        const watch = await watchOf(jobId, reply.request.id)
        const response = begin(reply)
        if (response === null) forget(jobId, watch)
        else roomOf(jobId, kind, put, watch).add(response, seen)
      },
      async gather(reply, jobIds, put, seen) {
        const looked = await Promise.all(
          jobIds.map(async (id) => ({ id, watch: await watchOf(id).catch(() => null) })),
        )
        const response = begin(reply)
        if (response === null) {
          for (const { id, watch } of looked) forget(id, watch)
          return
        }
        const gathering: Gathering = createGathering({
          response,
          watches: looked.map(({ id, watch }) => watch && joined(id, watch)),
          put,
          seen,
          onEnd: () => gatherings.delete(gathering),
        })
        gatherings.add(gathering)
        gathering.begin()
      },
      watches: (jobId) => watches.has(jobId),
      confirmedAt: (jobId, digest) => watches.get(jobId)?.confirmedAt(digest) ?? null,
      caller,
      hurry: (jobId) => watches.get(jobId)?.hurry(),
      get streams() {
        return [...rooms.values()].reduce((sum, room) => sum + room.size, gatherings.size)
      },
      get watchedJobs() {
        return watches.size
      },
    } satisfies Live)
  },
  { name: 'live-hub', dependencies: ['jobs'] },
)
