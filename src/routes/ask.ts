import type { FastifyReply } from 'fastify'
import { UpstreamTimeout } from '../errors.ts'

/**
 * What a page gets that asks because it has no stream: soon, or the word that the service does not
 * answer. Otherwise it could not tell a slow service from a Touchline that has gone.
 */
const SOON_MS = 4_000

/** @throws UpstreamTimeout where the work takes longer than 4 s; it goes on and its end is ignored */
export async function soon<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new UpstreamTimeout('')), SOON_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

export function sendPartial(reply: FastifyReply, html: string): FastifyReply {
  return reply.header('cache-control', 'no-store').type('text/html').send(html)
}
