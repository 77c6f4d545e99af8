import type { FastifyReply, FastifyRequest } from 'fastify'
import { weakTag } from '../../domain/http/weak-tag.ts'
import { matchesEtag } from '../../http/etag.ts'

/**
 * Sends a page, or 304 to a script of ours that has fetched the same page ahead. Browsers must not store the page,
 * because it holds live state.
 */
export function sendUnlessSame(
  request: FastifyRequest,
  reply: FastifyReply,
  html: string,
): FastifyReply {
  const tag = weakTag(html)
  reply.header('etag', tag).header('cache-control', 'no-store')
  if (matchesEtag(request.headers['if-none-match'] ?? null, tag)) return reply.code(304).send()
  return reply.type('text/html; charset=utf-8').send(html)
}
