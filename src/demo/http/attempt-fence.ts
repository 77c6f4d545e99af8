import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { DemoJob } from '../job.ts'
import { ApiError } from './api-error.ts'
import { isObject } from './json.ts'

const HEADER = 'x-analysis-attempt-id'
const BODY_FIELDS = ['expected_analysis_attempt_id', 'expectedAnalysisAttemptId'] as const

/**
 * The attempt precondition (docs/contract.md#attempts). Throws 409 if the job has an attempt and the
 * request names none or another, or names one though the job has none. `readsBody` is false on the
 * routes that look only at the header.
 */
export function checkAttempt(
  job: DemoJob,
  request: FastifyRequest,
  mutation: string,
  { readsBody }: { readsBody: boolean },
): void {
  const current = job.target.analysis_attempt_id ?? null
  const named = namedAttempts(request, readsBody)
  const about = { mutation, status: job.status }
  const expected = named[0]
  if (expected === undefined) {
    if (current === null) return
    throw new ApiError(
      409,
      'ANALYSIS_ATTEMPT_PRECONDITION_REQUIRED',
      'Read the job again and send its current analysis attempt id.',
      { ...about, current_analysis_attempt_id: current },
    )
  }
  if (named.some((name) => name.toLowerCase() !== expected.toLowerCase())) {
    throw mismatch('The request names two different analysis attempts.', {
      ...about,
      expected_analysis_attempt_ids: named,
      current_analysis_attempt_id: current,
    })
  }
  if (current !== null && expected.toLowerCase() === current.toLowerCase()) return
  const message =
    current === null
      ? 'The job has no analysis attempt yet.'
      : 'The job has gone on to another analysis attempt.'
  throw mismatch(message, {
    ...about,
    expected_analysis_attempt_id: expected,
    current_analysis_attempt_id: current,
  })
}

/** Gives the job a new attempt id, in all places that show it. */
export function rotateAttempt(job: DemoJob): string {
  const id = randomUUID()
  job.target = {
    ...job.target,
    tracking: { status: 'PENDING', analysis_attempt_id: id },
    analysis_attempt_id: id,
  }
  job.progress = { ...job.progress, analysis_attempt_id: id }
  return id
}

function namedAttempts(request: FastifyRequest, readsBody: boolean): string[] {
  const body = readsBody && isObject(request.body) ? request.body : {}
  const values = [request.headers[HEADER], ...BODY_FIELDS.map((field) => body[field])]
  return values.filter((value) => typeof value === 'string' && value !== '') as string[]
}

function mismatch(message: string, details: unknown): ApiError {
  return new ApiError(409, 'ANALYSIS_ATTEMPT_MISMATCH', message, details)
}
