import type { FastifyRequest } from 'fastify'
import { prefersPage } from '../../domain/http/accept.ts'

/**
 * True if a browser opens a page: only then can it be led to the provider. Scripts, fragments and what a page fetches
 * get 401. Browsers tell by `Sec-Fetch-Mode`, but they do not send it over plain HTTP.
 */
export function opensPage(request: Pick<FastifyRequest, 'method' | 'wants' | 'headers'>): boolean {
  const { method, wants, headers } = request
  if (method !== 'GET' || wants !== 'page') return false
  const mode = headers['sec-fetch-mode']
  return mode === undefined ? prefersPage(headers.accept) : mode === 'navigate'
}
