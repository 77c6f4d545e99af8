import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** The process stops: every answer now ends its connection. */
    readonly draining: boolean
  }
}

/**
 * Clients with an open connection may just be writing their next request. Each of them gets this long
 * to be told, with an answer, to connect anew; milliseconds.
 */
const GOODBYE_MS = 300
/** How often connections are looked at; those that fall idle later are closed this soon. */
const LOOK_EVERY_MS = 25
/** An answer that nobody reads holds the end up no longer, milliseconds. */
const UNREAD_MS = 2_000

/**
 * Stops without failing a request: readiness goes off, answers say `Connection:
 * close`, idle connections are closed, what is in flight is finished.
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

/** Waits for the connections to end, but not long. */
async function sayGoodbye(sockets: ReadonlySet<Socket>): Promise<void> {
  for (let waited = 0; waited < GOODBYE_MS && sockets.size > 0; waited += LOOK_EVERY_MS) {
    await sleep(LOOK_EVERY_MS)
  }
}
