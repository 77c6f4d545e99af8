import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { prefersProblem } from '../domain/http/accept.ts'
import { refusedStatus } from '../domain/http/status.ts'
import { InternalError, Overloaded } from '../errors/access.ts'
import { type ErrorRow, isOwnError, type OwnError } from '../errors/own-error.ts'
import { BodyCutShort, BodyTooLarge, BodyTypeNotTaken, RequestInvalid } from '../errors/request.ts'
import { UpstreamKnowsNoJobs, UpstreamRefusal } from '../errors/service.ts'
import { isRunOut } from '../lib/run-out.ts'
import { PROBLEM_TYPE, problemJson } from './problem-json.ts'
import { relay } from './relay.ts'

/** What Fastify itself refuses, in our words. */
const OF_FASTIFY: Record<string, (new () => OwnError) | undefined> = {
  FST_ERR_CTP_BODY_TOO_LARGE: BodyTooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: BodyTypeNotTaken,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: BodyCutShort,
}

/** An error as it leaves: never a stack, an errno or an address. */
export interface PublicError extends ErrorRow {
  pageStatus: number
  details?: unknown
}

/** What may be said of an error. An error that we do not know is a plain 500. */
export function publicError(error: FastifyError): PublicError {
  const own = isOwnError(error) ? error : inOurWords(error)
  const { row, statusCode: status = row.status, message } = own
  const { details } = own as { details?: unknown }
  const pageStatus =
    own instanceof UpstreamRefusal ? refusedStatus(status) : (row.pageStatus ?? status)
  return { ...row, status, pageStatus, message, ...(details ? { details } : {}) }
}

function inOurWords({ code, statusCode = 500 }: FastifyError): OwnError {
  const Known = OF_FASTIFY[code]
  if (Known !== undefined) return new Known()
  if (statusCode >= 500) return new InternalError()
  return Object.assign(new RequestInvalid(), { statusCode })
}

/** One handler for every error: the envelope for scripts, the error page or fragment for people. */
export const errorHandlerPlugin = fp(
  async (app) => {
    app.decorateRequest('failure', null)
    app.setErrorHandler<FastifyError>(async (thrown, request, reply) => {
      // The client left: there is nobody to answer and nothing to report.
      if (request.ending.aborted) return void reply.hijack()
      const error = isRunOut(thrown) && !isOwnError(thrown) ? new Overloaded() : thrown
      if (error !== thrown) request.log.error({ err: thrown }, 'something has run out')
      const problem = publicError(error)
      request.failure = problem.code
      if (problem.code === 'INTERNAL_ERROR') request.log.error({ err: error }, 'request failed')
      const retryAfter = retryAfterOf(error)
      if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
      if (request.wants !== 'json') {
        return app
          .showError(request, reply, error)
          .catch((failure) => sayPlainly(request, reply, problem, failure))
      }
      if (error instanceof UpstreamRefusal || error instanceof UpstreamKnowsNoJobs) {
        return relay(reply, error.answer)
      }
      const { type, text } = errorBody(request, problem)
      if (!reply.hasHeader('vary')) reply.header('vary', 'Accept')
      return reply.code(problem.status).type(type).send(text)
    })
  },
  { name: 'error-handler', dependencies: ['representation', 'error-pages'] },
)

function retryAfterOf(error: FastifyError & { retryAfterSec?: number }) {
  return error instanceof UpstreamRefusal
    ? error.answer.headers['retry-after']
    : error.retryAfterSec?.toString()
}

/** Sends only the words of the error, because its page failed too. Only the log tells of that failure. */
function sayPlainly(
  request: FastifyRequest,
  reply: FastifyReply,
  { pageStatus, message }: PublicError,
  failure: unknown,
): FastifyReply {
  request.log.error({ err: failure }, 'the page of an error could not be made')
  return reply
    .code(pageStatus)
    .type('text/plain; charset=utf-8')
    .send(`${message}\nRequest id: ${request.id}\n`)
}

/** An error in the JSON that the request asks for (docs/architecture.md#own-errors). */
export function errorBody({ id, headers, server }: FastifyRequest, problem: PublicError) {
  return prefersProblem(headers.accept)
    ? { type: PROBLEM_TYPE, text: problemJson(problem, id, server.urls.docs()) }
    : { type: 'application/json; charset=utf-8', text: envelope(problem, id) }
}

/** The body of an error in JSON (docs/architecture.md#own-errors). */
export function envelope(
  { code, message, details, exactBody }: PublicError,
  requestId: string,
): string {
  return JSON.stringify(
    exactBody === undefined
      ? {
          ok: false,
          error: { code, message, ...(details === undefined ? {} : { details }) },
          meta: { request_id: requestId },
        }
      : { ok: false, error: exactBody },
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
    ): Promise<FastifyReply>
  }
}
