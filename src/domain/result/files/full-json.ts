import { unsigned } from '../../text/foreign-text.ts'
import { asRecord, isRecord } from '../../text/reading.ts'

/**
 * The full answer about a job as a file to be passed on: everything that the service says, but for the
 * signatures of its addresses, which would open them to whoever gets the file. A name may hold one too. What
 * would act on a terminal or a browser that shows the file is written as `\u…`, which means the same. Numbers stand as
 * they came, also those that JavaScript cannot hold; of two values of one name the last is kept. `answer` is the
 * service's, in JSON; `club` is what the club adds, under the name of `touchline`.
 */
export function fullJson(answer: string, club: object | null = null): string {
  const { data } = asRecord(JSON.parse(answer, exact))
  const whole = club === null ? data : { ...asRecord(data), touchline: club }
  const text = JSON.stringify(withoutSignatures(whole), null, 2)
  return `${text.replace(ACTING, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}

/** JSON itself writes only the controls below a space that way; the others, and what turns text around, stand bare. */
const ACTING = /[<\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

declare global {
  /** Proposal "JSON.parse source text access", in Node since 22; the types do not know it yet. */
  interface JSON {
    rawJSON(text: string): object
    isRawJSON(value: unknown): boolean
  }
}

/** A number that would be written otherwise than it came keeps its letters. */
function exact(_name: string, value: unknown, context?: { source: string }): unknown {
  const isChanged = typeof value === 'number' && JSON.stringify(value) !== context?.source
  return isChanged && context !== undefined ? JSON.rawJSON(context.source) : value
}

/** No answer that we read is deeper than 64 (`upstream/jobs.ts`). */
function withoutSignatures(value: unknown): unknown {
  if (typeof value === 'string') return unsigned(value)
  if (Array.isArray(value)) return value.map(withoutSignatures)
  if (!isRecord(value) || JSON.isRawJSON(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [unsigned(name), withoutSignatures(inner)]),
  )
}
