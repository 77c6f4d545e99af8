import type { Socket } from 'node:net'
import fp from 'fastify-plugin'
import { Registry } from 'prom-client'

/** What the other plugins need to find of the safeguards, and nothing that they do. */

export const accessLogPlugin = fp(
  async (app) => void app.decorate('answered', { each() {}, hand() {} }),
  { name: 'answered' },
)

export const connectionsPlugin = fp(
  async (app) => {
    const cuts = { unread: 0, pipelined: 0, silent: 0, dropped: 0 }
    app.decorate('connections', {
      open: new Set<Socket>(),
      cuts,
      isTooMany: () => false,
      closeIdle() {},
      cutUnread() {},
    })
  },
  { name: 'connections' },
)

export const drainPlugin = fp(async (app) => void app.decorate('draining', false), {
  name: 'drain',
})

export const metricsPlugin = fp(
  async (app) => {
    app.decorate('metrics', { registry: new Registry(), upstreamCall() {}, imageSent() {} })
  },
  { name: 'metrics' },
)

export const pressurePlugin = fp(
  async (app) => {
    app.decorate('isTurningAway', () => false)
    app.decorate('load', { heapUsed: 0, resident: 0, delayMs: 0, isTooMuch: false })
  },
  { name: 'pressure' },
)

export const requestLogPlugin = fp(async () => {}, { name: 'request-log' })

export const securityPlugin = fp(async (app) => void app.decorate('securityHeaders', []), {
  name: 'security',
})

export const hostPlugin = fp(async () => {}, { name: 'host' })

export const transportPlugin = fp(async () => {}, { name: 'transport' })
