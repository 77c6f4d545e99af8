import type { FastifyError } from 'fastify'
import { InvalidBody } from '../../errors/request.ts'
import { UpstreamRefusal } from '../../errors/service.ts'
import { publicError } from '../../http/error-handler.ts'
import {
  type Problem,
  problemFromError,
  problemFromIssues,
  problemFromUpstream,
} from '../../view-models/problem/problem.ts'

/** An error that a page's action met, as its page says it. `labels`: see `problemFromIssues`. */
export function problemOf(
  error: FastifyError,
  requestId: string,
  labels: Record<string, string> = {},
): Problem {
  const problem =
    error instanceof InvalidBody
      ? problemFromIssues(error.details, labels)
      : problemFromError(publicError(error))
  return { ...problem, requestId }
}

/** The same, with the service's own words where it refused. */
export function problemInItsWords(
  error: FastifyError,
  requestId: string,
  labels: Record<string, string> = {},
): Problem {
  return error instanceof UpstreamRefusal
    ? problemFromUpstream(error.statusCode, error.json, requestId)
    : problemOf(error, requestId, labels)
}
