import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { UpstreamNotJson } from '../errors/service.ts'
import { relay } from '../http/relay.ts'
import { hasHeader } from '../http/response-head.ts'
import { requestHeaders } from '../upstream/headers.ts'
import type { Answer } from '../upstream/types.ts'
import { contextOf } from '../upstream/types.ts'
import { unlessSame } from './unless-same.ts'

export interface Passed {
  method: 'GET' | 'POST'
  /** The path upstream, made from checked parts, without the query. */
  path: string
  /** The bytes as they came; null for a GET. */
  body: Buffer | string | null
  /** Hears of the answer, which may be read until the call returns. */
  hear?: (answer: Answer) => void
  /** The same, but the answer waits for it: a change must be noted before it is reported. */
  before?: (answer: Answer) => Promise<void>
}

/**
 * Sends a request on and its answer back: query string and bytes untouched, end-to-end headers only,
 * success and error alike (docs/architecture.md#bytes-pass-unchanged).
 *
 * @returns the status of the answer
 */
export async function passThrough(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { method, path, body, hear, before }: Passed,
): Promise<number> {
  const headers = requestHeaders(request.headers)
  if (body !== null && !hasHeader(headers, 'content-type')) {
    headers.push('content-type', 'application/json')
  }
  const answer = await app.upstream.send(
    { method, path: path + queryOf(request.url), headers, body },
    contextOf(request),
  )
  if (isPage(answer)) throw new UpstreamNotJson()
  await before?.(answer)
  relay(reply, method === 'GET' ? unlessSame(request, answer, app.now()) : answer)
  hear?.(answer)
  return answer.status
}

/** A web page where a job was asked for is no success, whatever its status says. */
function isPage({ status, headers }: Answer): boolean {
  return status < 400 && /^text\/html/i.test(String(headers['content-type'] ?? ''))
}

function queryOf(url: string): string {
  const start = url.indexOf('?')
  return start === -1 ? '' : url.slice(start)
}
