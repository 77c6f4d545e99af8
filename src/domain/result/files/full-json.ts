import { unsigned } from '../../text/foreign-text.ts'
import { asRecord, isRecord } from '../../text/reading.ts'

/**
 * Writes the full answer about a job into a file that people may pass on. Signatures of addresses are cut, also in
 * names, because every reader of the file could open the addresses with them. Characters that a terminal or browser
 * would act on are written as `\u…`, which means the same. Numbers keep their digits, even those that JavaScript cannot
 * hold. If a name occurs twice, the last value stays. `answer` is the JSON of the service. `club` is what the club
 * adds, under the name `touchline`.
 */
export function fullJson(answer: string, club: object | null = null): string {
  const { data } = asRecord(JSON.parse(answer, exact))
  const whole = club === null ? data : { ...asRecord(data), touchline: club }
  const text = JSON.stringify(withoutSignatures(whole), null, 2)
  return `${text.replace(ACTING, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
}

/** `<`, and the control and direction characters that JSON itself does not escape. */
const ACTING = /[<\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

declare global {
  /** Proposal "JSON.parse source text access", in Node since 22. TypeScript does not have its types yet. */
  interface JSON {
    rawJSON(text: string): object
    isRawJSON(value: unknown): boolean
  }
}

/** Keeps the original text of a number that JavaScript would write differently. */
function exact(_name: string, value: unknown, context?: { source: string }): unknown {
  const isChanged = typeof value === 'number' && JSON.stringify(value) !== context?.source
  return isChanged && context !== undefined ? JSON.rawJSON(context.source) : value
}

/** May call itself: no answer that we read is deeper than 64 levels (`upstream/answer-data.ts`). */
function withoutSignatures(value: unknown): unknown {
  if (typeof value === 'string') return unsigned(value)
  if (Array.isArray(value)) return value.map(withoutSignatures)
  if (!isRecord(value) || JSON.isRawJSON(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [unsigned(name), withoutSignatures(inner)]),
  )
}
