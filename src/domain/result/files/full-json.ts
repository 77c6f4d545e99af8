import { unsigned } from '../../text/foreign-text.ts'
import { isRecord } from '../../text/reading.ts'

/**
 * The full answer about a job as a file to be passed on: everything that the service says, but for the
 * signatures of its addresses, which would open them to whoever gets the file. A name may hold one too. What
 * would act on a terminal or a browser that shows the file is written as `\u…`, which means the same.
 */
export function fullJson(data: Record<string, unknown>): string {
  const text = JSON.stringify(withoutSignatures(data), null, 2)
  return `${text.replace(ACTING, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}

/** JSON itself writes only the controls below a space that way; the others, and what turns text around, stand bare. */
const ACTING = /[<\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

/** No answer that we read is deeper than 64 (`upstream/jobs.ts`). */
function withoutSignatures(value: unknown): unknown {
  if (typeof value === 'string') return unsigned(value)
  if (Array.isArray(value)) return value.map(withoutSignatures)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [unsigned(name), withoutSignatures(inner)]),
  )
}
