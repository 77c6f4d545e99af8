import { foreignText, PROSE } from './foreign-text.ts'
import { asArray, asRecord, asString } from './reading.ts'

/** The written report of a finished job. Its texts are the service's own, mostly Italian. */
export interface Report {
  state: 'none' | 'writing' | 'done' | 'failed' | 'unavailable'
  summary: string | null
  strengths: string[]
  risks: string[]
}

/**
 * Reads the `data` of `GET /jobs/:id/report` (CONTRACT section 4, "Reports"). PENDING is the answer
 * also for jobs that nobody asked a report for; without a validated evaluation, which is the normal
 * case, the answer is UNAVAILABLE with a placeholder that is not worth showing.
 */
export function readReport(data: unknown): Report {
  const answer = asRecord(data)
  const state = STATES.get(asString(answer['status']) ?? '') ?? 'none'
  const report = state === 'done' ? asRecord(answer['report']) : {}
  return {
    state,
    summary: foreignText(report['summary'], PROSE),
    strengths: texts(report['strengths']),
    risks: texts(report['risks']),
  }
}

const STATES = new Map<string, Report['state']>([
  ['PENDING', 'none'],
  ['RUNNING', 'writing'],
  ['DONE', 'done'],
  ['FAILED', 'failed'],
  ['UNAVAILABLE', 'unavailable'],
])

function texts(value: unknown): string[] {
  return asArray(value).flatMap((entry) => foreignText(entry, PROSE) ?? [])
}
