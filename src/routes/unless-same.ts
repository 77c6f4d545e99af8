import type { FastifyRequest } from 'fastify'
import { answerTag } from '../domain/http/answer-tag.ts'
import { matchesEtag } from '../http/etag.ts'
import type { Answer } from '../upstream/types.ts'

/**
 * Answers a script that sends `If-None-Match`, with a tag of ours if the service gives none: 304 if the script has the
 * answer already (docs/decisions/upstream.md). Other requests get no tag, which costs as much as the rest of a read.
 * @param now milliseconds since the epoch
 */
export function unlessSame(request: FastifyRequest, answer: Answer, now: number): Answer {
  const { 'if-none-match': known, range } = request.headers
  const { status, headers, body } = answer
  if (known === undefined || range !== undefined || status !== 200 || !mayHaveTag(headers)) {
    return answer
  }
  const etag = answerTag(body, now)
  if (!matchesEtag(known, etag)) return { ...answer, headers: { ...headers, etag } }
  const { 'content-type': _type, ...others } = headers
  return { ...answer, status: 304, headers: { ...others, etag } }
}

function mayHaveTag(headers: Answer['headers']): boolean {
  const isStored = !/no-store/i.test(String(headers['cache-control'] ?? ''))
  const isPlain = headers['content-encoding'] === undefined
  return isStored && isPlain && headers['etag'] === undefined && isJson(headers['content-type'])
}

function isJson(type: string | string[] | undefined): boolean {
  return /^application\/json\b/i.test(String(type ?? ''))
}
