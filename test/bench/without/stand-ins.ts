import fp from 'fastify-plugin'
import { Registry } from 'prom-client'

/** What the other plugins need to find of the safeguards, and nothing that they do. */

export const answeredPlugin = fp(
  async (app) => void app.decorate('answered', { each() {}, hand() {} }),
  { name: 'answered' },
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
    app.decorate('isUnderPressure', () => false)
    app.decorate('memoryUsage', () => ({
      eventLoopDelay: 0,
      heapUsed: 0,
      rssBytes: 0,
      eventLoopUtilized: 0,
    }))
  },
  { name: 'pressure' },
)

export const requestLogPlugin = fp(async () => {}, { name: 'request-log' })

export const securityPlugin = fp(async (app) => void app.decorate('securityHeaders', []), {
  name: 'security',
})

export const hostPlugin = fp(async () => {}, { name: 'host' })

export const transportPlugin = fp(async () => {}, { name: 'transport' })
