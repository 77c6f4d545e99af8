import { getHeapStatistics } from 'node:v8'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { Overloaded } from '../errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Is answered under pressure too. */
    neverTurnedAway?: boolean
  }
}

/** Mean delay of the event loop over one second, milliseconds, beyond which waiting helps nobody. */
const MAX_DELAY_MS = 1_000
/** Share of the heap that may fill up: above it the process would soon stop. */
const MAX_HEAP = 0.9

/** Turns requests away with a 503 while there is too much to do. Health checks and metrics are answered all the same. */
export const pressurePlugin = fp(
  async (app) => {
    const maxHeapUsedBytes = getHeapStatistics().heap_size_limit * MAX_HEAP
    let measure!: FastifyInstance
    // In a room without routes: it measures, and its own hook, which reads the route of every request, is not run.
    await app.register(async (room) => {
      await room.register(underPressure, { maxEventLoopDelay: MAX_DELAY_MS, maxHeapUsedBytes })
      measure = room
    })

    /** A second without any measure, as while the process starts, is no measure of pressure. */
    function isUnderPressure(): boolean {
      if (!measure.isUnderPressure()) return false
      const { heapUsed, eventLoopDelay } = measure.memoryUsage()
      return heapUsed > maxHeapUsedBytes || Number.isFinite(eventLoopDelay)
    }

    app.decorate('isUnderPressure', isUnderPressure)
    app.decorate('memoryUsage', () => measure.memoryUsage())
    app.addHook('onRequest', (request, _reply, done) => {
      if (isUnderPressure() && !request.routeOptions.config.neverTurnedAway) done(new Overloaded())
      else done()
    })
  },
  { name: 'pressure' },
)
