import type { FastifyBaseLogger, FastifyRequest } from 'fastify'
import type { Signal } from './signal.ts'

/** What a call needs to know of the request that it is made for. */
export interface Caller {
  requestId: string
  log: FastifyBaseLogger
  signal?: Signal | undefined
  /** Wants what is so now: joins no read that began before. */
  fresh?: boolean
}

export function callerOf(request: FastifyRequest): Caller {
  return { requestId: request.id, log: request.log, signal: request.ending }
}
