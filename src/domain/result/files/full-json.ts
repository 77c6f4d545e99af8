import { cutSignatures } from '../../redaction/redact.ts'
import { isRecord } from '../../text/reading.ts'

/**
 * The full answer about a job as a file to be passed on: everything that the service says, but for the
 * signatures of its addresses, which would open them to whoever gets the file. A name may hold one too.
 */
export function fullJson(data: Record<string, unknown>): string {
  return `${JSON.stringify(withoutSignatures(data), null, 2)}\n`
}

/** No answer that we read is deeper than 64 (`upstream/jobs.ts`). */
function withoutSignatures(value: unknown): unknown {
  if (typeof value === 'string') return cutSignatures(value)
  if (Array.isArray(value)) return value.map(withoutSignatures)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [cutSignatures(name), withoutSignatures(inner)]),
  )
}
