import createError, { type FastifyError } from '@fastify/error'

/** The words of an error for scripts, pages and docs/errors.md. They contain no address, errno or secret. */
export interface ErrorRow {
  code: string
  status: number
  /** What is wrong, in a sentence. The code that throws the error fills in each `%s`. */
  message: string
  /** The next step, for the reader of a page. */
  whatToDo: string
  /** Seconds for `Retry-After`. Every 429 and 503 has it. */
  retryAfterSec?: number
  /** The status of a page, if it differs from the status of JSON. */
  pageStatus?: number
  /** The exact text of `error` in JSON, if the answer is prescribed (docs/architecture.md#own-errors). */
  exactBody?: string
}

/** An error of the catalogue. */
export interface OwnError extends FastifyError {
  readonly row: ErrorRow
  retryAfterSec: number | undefined
}

/** Makes a class of errors to throw. Its parameters fill in each `%s` of the message. */
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

/** True for an error of the catalogue, whose words are safe to show. Its code proves nothing: Node's look alike. */
export function isOwnError(error: unknown): error is OwnError {
  return error instanceof Error && 'row' in error
}
