import type { FastifyBaseLogger, FastifyError } from 'fastify'
import { foreignBody } from '../domain/text/foreign-text.ts'
import { codeOf } from './failure.ts'
import type { Answer, RequestSpec } from './types.ts'

/** How much of an error answer goes into the log, characters. */
const LOGGED_BODY = 2_000

export function logErrorAnswer(call: RequestSpec, answer: Answer, log: FastifyBaseLogger) {
  const most = LOGGED_BODY * 4
  const text = answer.body.toString('utf8', 0, most)
  const body = foreignBody(text, answer.body.length > most).slice(0, LOGGED_BODY)
  log.warn(
    { upstream: { ...named(call), status: answer.status, body } },
    'the video-analysis service answered with an error',
  )
}

export function logFailedCall(
  call: RequestSpec,
  reason: FastifyError,
  error: Error,
  log: FastifyBaseLogger,
) {
  log.warn(
    { upstream: { ...named(call), reason: reason.code, cause: codeOf(error.cause) } },
    'the video-analysis service gave no complete answer',
  )
}

/** Leaves out the query, which may hold a secret. */
function named({ method, path }: RequestSpec) {
  return { method, path: path.split('?')[0] }
}
