import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { digestOf, isDone, type LiveState, readLiveState } from '../domain/live-state.ts'
import { UpstreamRefusal } from '../errors.ts'
import { dataOf } from './jobs.ts'
import { createChannel } from './live/channel.ts'
import { EVENT_STREAM_HEADERS, HEARTBEAT, message } from './live/sse.ts'
import { createWatch, type LivePace, PACE, type Watch } from './live/watch.ts'
import type { Caller } from './upstream.ts'

declare module 'fastify' {
  interface FastifyInstance {
    live: Live
  }
}

/** How a state is put for one kind of reader; null: nothing to say. */
export type Put = (
  jobId: string,
  state: LiveState,
  version: number,
) => Promise<string | null> | string | null

export interface Live {
  /**
   * Answers with the stream of a job; streams of the same `kind` get the same bytes. Throws what the
   * first look throws, before anything is sent: an unknown job is a 404. `seen` is the digest of the
   * state that the reader shows already: it is not sent again.
   */
  stream(reply: FastifyReply, jobId: string, kind: string, put: Put, seen?: string): Promise<void>
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
    const caller = (): Caller => ({ requestId: randomUUID(), log: app.log })

    async function watchOf(jobId: string): Promise<Watch> {
      const known = watches.get(jobId)
      if (known) return known
      const first = await look(jobId)
      const meanwhile = watches.get(jobId)
      if (meanwhile) return meanwhile
      const watch = createWatch({
        first,
        look: () => look(jobId),
        now,
        pace,
        onEmpty: () => watches.delete(jobId),
      })
      watches.set(jobId, watch)
      return watch
    }

    /** The cheap status; the whole job where a revision has no such route (CONTRACT section 7). */
    async function look(jobId: string): Promise<LiveState> {
      try {
        return readLiveState(dataOf(await app.upstream.get(`/jobs/${jobId}/status`, caller())))
      } catch (error) {
        if (!(error instanceof UpstreamRefusal) || error.statusCode !== 404) throw error
        return readLiveState(dataOf(await app.upstream.get(`/jobs/${jobId}`, caller())))
      }
    }

    async function roomOf(jobId: string, kind: string, put: Put): Promise<Room> {
      const key = `${kind} ${jobId}`
      const known = rooms.get(key)
      if (known) return known
      const watch = await watchOf(jobId)
      const meanwhile = rooms.get(key)
      if (meanwhile) return meanwhile
      const room = createRoom(jobId, put, watch, () => rooms.delete(key))
      rooms.set(key, room)
      return room
    }

    const heartbeat = setInterval(() => {
      for (const room of rooms.values()) room.breathe(HEARTBEAT)
    }, HEARTBEAT_MS).unref()

    app.addHook('preClose', async () => {
      clearInterval(heartbeat)
      for (const room of [...rooms.values()]) room.end()
    })

    app.decorate('live', {
      async stream(reply, jobId, kind, put, seen) {
        const room = await roomOf(jobId, kind, put)
        reply.hijack()
        const { raw } = reply
        raw.writeHead(200, { ...reply.getHeaders(), ...EVENT_STREAM_HEADERS } as Record<
          string,
          string
        >)
        raw.flushHeaders()
        room.add(raw, seen)
      },
      caller,
      hurry: (jobId) => watches.get(jobId)?.hurry(),
      get streams() {
        return [...rooms.values()].reduce((sum, room) => sum + room.size, 0)
      },
      get watchedJobs() {
        return watches.size
      },
    } satisfies Live)
  },
  { name: 'live-hub', dependencies: ['jobs'] },
)

interface Room {
  add(response: ServerResponse, seen?: string): void
  breathe(comment: string): void
  end(): void
  readonly size: number
}

/** The streams of one kind for one job: a state is put into words once for all of them. */
function createRoom(jobId: string, put: Put, watch: Watch, onEmpty: () => void): Room {
  const channel = createChannel()
  let unwatch: (() => void) | null = null
  let wanted: { state: LiveState; version: number } | null = null
  let putting = false
  /** Of the newest message. */
  let digest = ''
  /** What newcomers show already, until the first message to them. */
  const seenBy = new Map<ServerResponse, string>()

  async function putNewest() {
    if (putting) return
    putting = true
    while (wanted !== null) {
      const { state, version } = wanted
      wanted = null
      const text = await Promise.resolve(put(jobId, state, version)).catch(() => null)
      if (text !== null && wanted === null) {
        digest = digestOf(state)
        channel.publish(message(text, { id: version }), (reader) => seenBy.get(reader) !== digest)
        seenBy.clear()
      }
      if (wanted === null && isDone(state)) finish(state)
    }
    putting = false
  }

  function finish(state: LiveState) {
    channel.finish(message(JSON.stringify(state), { event: 'done' }))
    leave()
  }

  /** The process stops: a reader comes back, to another replica or to the next process. */
  function end() {
    channel.finish('')
    leave()
  }

  function leave() {
    unwatch?.()
    unwatch = null
    onEmpty()
  }

  return {
    get size() {
      return channel.size
    },
    add(response, seen) {
      if (seen !== undefined && digest === '') seenBy.set(response, seen)
      channel.add(response, seen === undefined || seen !== digest)
      response.on('close', () => {
        channel.remove(response)
        seenBy.delete(response)
        if (channel.size === 0) leave()
      })
      unwatch ??= watch.add({
        onState(state, version) {
          wanted = { state, version }
          void putNewest()
        },
        onStale(since) {
          const data = JSON.stringify({
            since: since === null ? null : new Date(since).toISOString(),
          })
          channel.breathe(message(data, { event: 'stale' }))
        },
      })
    },
    breathe: (comment) => channel.breathe(comment),
    end,
  }
}
