import type { Socket } from 'node:net'
import fp from 'fastify-plugin'
import { cutConnection, openOn } from '../request-end.ts'
import { openFileLimit } from './file-limit.ts'
import { boundPipelines } from './pipeline.ts'
import { UnreadAnswers } from './unread.ts'

declare module 'fastify' {
  interface FastifyInstance {
    connections: Connections
  }
}

interface Connections {
  readonly open: ReadonlySet<Socket>
  /** True if the connection came when there were too many, and there still are. Its next request is refused. */
  isTooMany(socket: Socket): boolean
  /** Cuts connections whose client has read next to nothing for `ms`. */
  cutUnread(ms: number): void
  /** Connections that were cut so far, by why. */
  readonly cuts: Readonly<Record<Cut, number>>
}

/**
 * `unread`: the client did not read. `pipelined`: it sent too many requests at once. `silent`: its address had too many
 * connections, and this one had sent nothing. `dropped`: there was no room even for a 503.
 */
type Cut = 'unread' | 'pipelined' | 'silent' | 'dropped'

/** Most connections, even if the system allows more files. */
const MOST = 10_000
/** Fewest connections, even if the system allows fewer files. */
const LEAST = 16
/**
 * Files kept free for everything else: connections to the service and image stores, the log, name look-ups, files
 * being read.
 */
const KEPT_BACK = 192
/** Share of all connections that one address may hold. */
const SHARE = 0.75
/** Connections beyond the limit, so that their clients can be told. */
const TOLD = 32
/** How long an answer may wait for its reader, milliseconds. */
const UNREAD_MS = 20_000
const LOOK_EVERY_MS = 1_000

/**
 * Bounds what clients can hold: connections in all and of one address, requests of one connection, answers that
 * nobody reads. A connection that goes beyond a bound is cut (docs/decisions/bounds.md).
 */
export const connectionsPlugin = fp<{ now: () => number }>(
  async (app, { now }) => {
    const open = new Set<Socket>()
    const byAddress = new Map<string, Set<Socket>>()
    const tooMany = new WeakSet<Socket>()
    const unread = new UnreadAnswers()
    const cuts: Record<Cut, number> = { unread: 0, pipelined: 0, silent: 0, dropped: 0 }
    const limit = openFileLimit()
    const most = Math.max(LEAST, Math.min(MOST, Math.max(limit - KEPT_BACK, limit / 2)) - TOLD)
    const holdsTooMany = (address: string) => (byAddress.get(address)?.size ?? 0) > most * SHARE
    const isCrowded = (address: string) => open.size > most || holdsTooMany(address)

    app.server.maxConnections = most + TOLD
    app.server.on('drop', () => {
      cuts.dropped += 1
    })
    app.server.on('connection', (socket) => {
      const address = socket.remoteAddress ?? ''
      const itsOwn = byAddress.get(address) ?? new Set()
      byAddress.set(address, itsOwn.add(socket))
      open.add(socket)
      socket.on('close', () => {
        open.delete(socket)
        itsOwn.delete(socket)
        if (itsOwn.size === 0) byAddress.delete(address)
      })
      if (!isCrowded(address)) return
      tooMany.add(socket)
      app.server.closeIdleConnections()
      if (holdsTooMany(address)) makeRoomFor(socket, itsOwn)
    })

    /** A connection that has sent nothing gets no answer: the oldest such one of the same address is closed. */
    function makeRoomFor(newest: Socket, itsOwn: ReadonlySet<Socket>) {
      const sockets = [...itsOwn].filter((socket) => !socket.destroyed)
      if (sockets.length <= most * SHARE) return
      const silent = sockets.find((socket) => socket !== newest && socket.bytesRead === 0)
      if (silent) cut(silent, 'silent')
    }

    // Node's own `closeIdleConnections`, which its `close` calls too, closes connections whose answer is still being
    // read.
    app.server.closeIdleConnections = () => {
      for (const socket of open) {
        const isIdle = openOn(socket).size === 0 && socket.writableLength === 0
        if (isIdle && socket.bytesRead > 0) socket.destroy()
      }
    }

    function cut(socket: Socket, why: Cut) {
      cuts[why] += 1
      cutConnection(socket)
    }

    boundPipelines(app, (socket) => cut(socket, 'pipelined'))
    app.decorate('connections', {
      open,
      cuts,
      isTooMany: (socket) => tooMany.has(socket) && isCrowded(socket.remoteAddress ?? ''),
      cutUnread(ms) {
        for (const socket of unread.find(open, now(), ms)) cut(socket, 'unread')
      },
    })
    app.background.every('unread answers', LOOK_EVERY_MS, () =>
      app.connections.cutUnread(UNREAD_MS),
    )
  },
  { name: 'connections', dependencies: ['request-end', 'background'] },
)
