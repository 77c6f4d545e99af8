import { STATUS_CODES } from 'node:http'
import type { ErrorRow } from '../errors/own-error.ts'

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/**
 * An error of our own as RFC 9457 has it. `type` leads to its code on the page for scripts; `code`, `details` and
 * `request_id` are what the envelope has.
 */
export function problemJson(
  { code, status, message, details }: ErrorRow & { details?: unknown },
  requestId: string,
  docs: string,
): string {
  return JSON.stringify({
    type: `${docs}#code-${code}`,
    title: STATUS_CODES[status],
    status,
    detail: message,
    code,
    ...(details === undefined ? {} : { details }),
    request_id: requestId,
  })
}
