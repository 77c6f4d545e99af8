import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** True while the process stops: every answer then ends its connection. */
    readonly draining: boolean
  }
}

/**
 * Milliseconds that a client with an open connection gets to send the request that it may be writing. The answer tells
 * it to connect again.
 */
const GOODBYE_MS = 300
/** How often connections are looked at; an idle one is closed at the next look. */
const LOOK_EVERY_MS = 25
/** How long an answer that nobody reads may delay the end, milliseconds. */
const UNREAD_MS = 2_000

/**
 * Stops without failing a request: `/readyz` says no, answers say `Connection: close`, idle connections are closed,
 * and running requests are finished.
 */
export const drainPlugin = fp(
  async (app) => {
    let draining = false
    const { open } = app.connections
    app.decorate('draining', { getter: () => draining })

    app.addHook('onSend', (_request, reply, payload, done) => {
      if (draining) reply.header('connection', 'close')
      done(null, payload)
    })

    app.addHook('preClose', async () => {
      draining = true
      if (!app.server.listening) return
      await sayGoodbye(open)
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
      const closing = setInterval(() => {
        app.server.closeIdleConnections()
        app.connections.cutUnread(UNREAD_MS)
      }, LOOK_EVERY_MS)
      app.server.once('close', () => clearInterval(closing))
    })
  },
  { name: 'drain', dependencies: ['connections'] },
)

/** Waits a short time for the connections to end. */
async function sayGoodbye(sockets: ReadonlySet<Socket>): Promise<void> {
  for (let waited = 0; waited < GOODBYE_MS && sockets.size > 0; waited += LOOK_EVERY_MS) {
    await sleep(LOOK_EVERY_MS)
  }
}
