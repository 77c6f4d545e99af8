import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Overloaded, UpstreamRefusal } from '../errors.ts'
import { isRunOut } from '../lib/run-out.ts'
import { relay } from './relay.ts'

/** The bodies that are given word for word, by code (docs/architecture.md#own-errors). */
const EXACT_BODIES: Record<string, string> = {
  API_BASE_URL_MISSING: 'API_BASE_URL missing',
  FRAME_URL_MISSING: 'Missing url',
  FRAME_URL_INVALID: 'Invalid url',
}

/** What Fastify itself refuses, in our words. */
const OF_FASTIFY: Record<string, [code: string, message: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'The body is larger than 1 MiB.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'MALFORMED_BODY',
    'The body does not have the length that was announced.',
  ],
}

/** An error as it leaves: never a stack, an errno or an address. */
export interface PublicError {
  status: number
  code: string
  message: string
  details?: unknown
}

/** Anything thrown as what may be said of it; what we do not know is a plain 500. */
export function publicError(error: FastifyError): PublicError {
  const status = error.statusCode ?? 500
  const known = OF_FASTIFY[error.code]
  if (known) return { status, code: known[0], message: known[1] }
  if (status >= 500 && !isOurs(error)) {
    return {
      status: 500,
      code: 'INTERNAL_ERROR',
      message: 'Something went wrong here. The request id helps to find it.',
    }
  }
  if (!isOurs(error)) return { status, code: 'BAD_REQUEST', message: 'The request is not valid.' }
  const details = (error as { details?: unknown }).details
  return {
    status,
    code: error.code,
    message: error.message,
    ...(details ? { details } : {}),
  }
}

/** Of the catalogue: its words were chosen to be said. Codes of Node and of packages look alike. */
function isOurs({ name, code }: FastifyError): boolean {
  return name === 'FastifyError' && !code.startsWith('FST_')
}

/** One handler for every error: the envelope for scripts, the error page or fragment for people. */
export const errorHandlerPlugin = fp(
  async (app) => {
    app.decorateRequest('failure', null)
    app.setErrorHandler<FastifyError>(async (thrown, request, reply) => {
      // The client left: there is nobody to answer and nothing to report.
      if (request.ending.aborted) return void reply.hijack()
      const error = isRunOut(thrown) && !isOurs(thrown) ? new Overloaded() : thrown
      if (error !== thrown) request.log.error({ err: thrown }, 'something has run out')
      const problem = publicError(error)
      request.failure = problem.code
      if (problem.code === 'INTERNAL_ERROR') request.log.error({ err: error }, 'request failed')
      const retryAfter = retryAfterOf(error)
      if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
      if (request.wants !== 'json') {
        return app
          .showError(request, reply, error, problem)
          .catch((failure) => sayPlainly(request, reply, problem, failure))
      }
      if (error instanceof UpstreamRefusal) return relay(reply, error.answer)
      return reply
        .code(problem.status)
        .type('application/json; charset=utf-8')
        .send(envelope(problem, request))
    })
  },
  { name: 'error-handler', dependencies: ['negotiate', 'error-pages'] },
)

function retryAfterOf(error: FastifyError & { retryAfterSec?: number }) {
  return error instanceof UpstreamRefusal
    ? error.answer.headers['retry-after']
    : error.retryAfterSec?.toString()
}

/** The page of the error failed as well: its words alone, and no more of the failure than the log gets. */
function sayPlainly(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, message }: PublicError,
  failure: unknown,
): FastifyReply {
  request.log.error({ err: failure }, 'the page of an error could not be made')
  return reply
    .code(status)
    .type('text/plain; charset=utf-8')
    .send(`${message}\nRequest id: ${request.id}\n`)
}

function envelope({ code, message, details }: PublicError, request: FastifyRequest): string {
  const exact = EXACT_BODIES[code]
  return JSON.stringify(
    exact === undefined
      ? {
          ok: false,
          error: { code, message, ...(details === undefined ? {} : { details }) },
          meta: { request_id: request.id },
        }
      : { ok: false, error: exact },
  )
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The code of our own error that the request ended with, for the log. */
    failure: string | null
  }
  interface FastifyInstance {
    /** How people see an error; decorated by the plugin `error-pages`. */
    showError(
      request: FastifyRequest,
      reply: FastifyReply,
      error: FastifyError,
      problem: PublicError,
    ): Promise<FastifyReply>
  }
}
