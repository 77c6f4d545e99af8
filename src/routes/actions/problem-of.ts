import type { FastifyError } from 'fastify'
import { InvalidBody } from '../../errors/request.ts'
import { publicError } from '../../http/error-handler.ts'
import {
  type Problem,
  problemFromError,
  problemFromIssues,
} from '../../view-models/problem/problem.ts'

/** An error that a page's action met, as its page says it. */
export function problemOf(error: FastifyError, requestId: string): Problem {
  const problem =
    error instanceof InvalidBody
      ? problemFromIssues(error.details, {})
      : problemFromError(publicError(error))
  return { ...problem, requestId }
}
