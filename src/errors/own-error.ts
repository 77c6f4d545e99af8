import createError, { type FastifyError } from '@fastify/error'

/** What is said of an error: to scripts, on pages and in docs/errors.md. No address, errno or secret in it. */
export interface ErrorRow {
  code: string
  status: number
  /** What is wrong, in a sentence. Each `%s` is filled in where the error is thrown. */
  message: string
  /** The next step, for the reader of a page. */
  whatToDo: string
  /** Seconds, for `Retry-After`: on each 429 and 503. */
  retryAfterSec?: number
  /** The status of a page, where it differs from that of JSON. */
  pageStatus?: number
  /** `error` in JSON, where the answer is given word for word (docs/architecture.md#own-errors). */
  exactBody?: string
}

/** An error of the catalogue. */
export interface OwnError extends FastifyError {
  readonly row: ErrorRow
  retryAfterSec: number | undefined
}

/** The class of an error that can be thrown; the parameters fill in each `%s` of the message. */
export function ownError(row: ErrorRow) {
  return class extends createError(row.code, row.message, row.status) implements OwnError {
    retryAfterSec = row.retryAfterSec
    // A getter, so that the log does not print it.
    get row() {
      return row
    }
    after(seconds: number): this {
      this.retryAfterSec = seconds
      return this
    }
  }
}

/** Its words were chosen to be said. Codes of Node and of packages look alike. */
export function isOwnError(error: unknown): error is OwnError {
  return error instanceof Error && 'row' in error
}
