import { getHeapStatistics } from 'node:v8'
import underPressure from '@fastify/under-pressure'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Overloaded } from '../errors.ts'

/** Mean delay of the event loop over one second, milliseconds, beyond which waiting helps nobody. */
const MAX_DELAY_MS = 1_000
/** Share of the heap that may fill up: above it the process would soon stop. */
const MAX_HEAP = 0.9

/** Turns requests away with a 503 while there is too much to do. Health checks and metrics are answered all the same. */
export const pressurePlugin = fp(
  async (app) => {
    await app.register(underPressure, {
      maxEventLoopDelay: MAX_DELAY_MS,
      maxHeapUsedBytes: getHeapStatistics().heap_size_limit * MAX_HEAP,
      pressureHandler: turnAway,
    })
  },
  { name: 'pressure' },
)

/** A second without any measure, as while the process starts, is no measure of pressure. */
function turnAway(_request: FastifyRequest, _reply: FastifyReply, _type: string, value?: number) {
  if (value === undefined || !Number.isFinite(value)) return undefined
  return Promise.reject(new Overloaded())
}

/** For the `config` of a route that is answered under pressure too. */
export const NEVER_TURNED_AWAY = { pressureHandler: () => undefined }
