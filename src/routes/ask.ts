import type { FastifyReply } from 'fastify'
import { UpstreamTimeout } from '../errors/service.ts'
import { LateError, within } from '../lib/within.ts'

/**
 * A page without a stream asks from time to time. It gets an answer in time, even if the answer is that the service is
 * silent. Otherwise it could not tell a slow service from a Touchline that has gone. The page gives up after 20
 * seconds and says after 25 that it has heard nothing (static/js/live).
 */
const LOOK_MS = 4_000
const READ_MS = 14_000

/** Limits a look at the job's state. @throws UpstreamTimeout if it takes longer than 4 s */
export function lookSoon<T>(look: Promise<T>): Promise<T> {
  return soon(LOOK_MS, look)
}

/** Limits a read of what has changed. @throws UpstreamTimeout if it takes longer than 14 s */
export function readSoon<T>(read: Promise<T>): Promise<T> {
  return soon(READ_MS, read)
}

async function soon<T>(ms: number, work: Promise<T>): Promise<T> {
  try {
    return await within(ms, work)
  } catch (error) {
    throw error instanceof LateError ? new UpstreamTimeout('') : error
  }
}

export function sendPartial(reply: FastifyReply, html: string): FastifyReply {
  return reply.header('cache-control', 'no-store').type('text/html').send(html)
}
