import underPressure from '@fastify/under-pressure'
import fp from 'fastify-plugin'
import { Overloaded } from '../../errors/access.ts'
import { type Load, LoadMeasure } from './load.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Is answered under pressure too. */
    neverTurnedAway?: boolean
  }
  interface FastifyInstance {
    readonly load: Readonly<Load>
    /** True while requests are turned away. */
    isTurningAway(): boolean
  }
}

const MEASURE_EVERY_MS = 1_000
/** The longest time of a timer, because the package's own samples are not wanted. */
const NEVER_MS = 2 ** 31 - 1

/**
 * Turns requests away with a 503 while there is too much to do, and those of a connection that came when there
 * were too many. Health checks, metrics and the files of a page are always answered.
 */
export const pressurePlugin = fp(
  async (app) => {
    const measure = new LoadMeasure()
    // Registered without routes, so that the package's hook, which reads the route of every request, never runs.
    await app.register(async (room) => {
      await room.register(underPressure, {
        // The package's samples read a file, and end the process if no file can be opened.
        sampleInterval: NEVER_MS,
        healthCheck: async () => !measure.take().isTooMuch,
        healthCheckInterval: MEASURE_EVERY_MS,
      })
      app.decorate('isTurningAway', () => room.isUnderPressure())
    })
    app.addHook('onClose', async () => measure.end())

    app.decorate('load', { getter: () => measure.last })
    app.addHook('onRequest', (request, reply, done) => {
      const isTooMany = app.connections.isTooMany(request.raw.socket)
      if (isTooMany) reply.header('connection', 'close')
      if (!isTooMany && !app.isTurningAway()) done()
      else if (request.routeOptions.config.neverTurnedAway) done()
      else done(new Overloaded())
    })
  },
  { name: 'pressure', dependencies: ['connections'] },
)
