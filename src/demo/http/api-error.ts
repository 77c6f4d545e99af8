/** A refusal that the job API answers with its error envelope (docs/contract.md#error-envelope). */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly details: unknown
  constructor(status: number, code: string, message: string, details?: unknown) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** Errors of the target routes: they carry `request_id` on top and no revision. */
export class TargetError extends ApiError {
  override name = 'TargetError'
}

/** Enqueue's refusal: the list stands in `error.missing` (docs/contract.md#error-variants). */
export class NotReadyError extends ApiError {
  override name = 'NotReadyError'
  readonly missing: readonly string[]
  constructor(missing: readonly string[]) {
    super(400, 'NOT_READY', 'The player or the target has not been chosen.')
    this.missing = missing
  }
}

/** The upstream's unforeseen failure: 500 without any of the usual headers (docs/contract.md#request-ids). */
export class GenericFailure extends Error {
  override name = 'GenericFailure'
}

/** What the web framework beneath the API answers on its own: `{"detail": ...}` without an envelope. */
export class BareDetail extends Error {
  override name = 'BareDetail'
  readonly status: number
  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/** A typed body that does not fit. July answers 422, January 400. */
export function invalidBody(loc: readonly unknown[], msg: string, payload: unknown): ApiError {
  const keys = typeof payload === 'object' && payload !== null ? Object.keys(payload) : []
  return new ApiError(422, 'VALIDATION_ERROR', 'Request validation failed', {
    errors: [{ type: 'value_error', loc: ['body', ...loc], msg, input: payload ?? null }],
    payload_keys: keys,
  })
}

export function jobNotFound(): ApiError {
  return new ApiError(404, 'JOB_NOT_FOUND', 'Job not found')
}
