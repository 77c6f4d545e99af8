import type { FastifyRequest } from 'fastify'
import { prefersPage } from '../../domain/http/accept.ts'

/**
 * Whether a browser opens a page, which can be led to the provider. A script, a fragment and what a page fetches cannot:
 * they get 401. Browsers say so in `Sec-Fetch-Mode`, but over plain HTTP they do not send it.
 */
export function opensPage(request: Pick<FastifyRequest, 'method' | 'wants' | 'headers'>): boolean {
  const { method, wants, headers } = request
  if (method !== 'GET' || wants !== 'page') return false
  const mode = headers['sec-fetch-mode']
  return mode === undefined ? prefersPage(headers.accept) : mode === 'navigate'
}
