import { foreignText } from './foreign-text.ts'
import type { Job } from './job.ts'
import { asArray, asRecord } from './reading.ts'
import type { Measure } from './result/measure.ts'
import { readMeasures, removedMetrics } from './result/measures.ts'
import { type Quotation, readQuotations } from './result/quotations.ts'
import { explainCodes, type Notice } from './warnings.ts'

/** What a finished run says, in any revision. */
export interface ResultFacts {
  /** The rows of the "Result" table, in its order. */
  measures: Measure[]
  notices: Notice[]
  quotations: Quotation[]
  /** The run ended, but the player was not found again: there is next to nothing to read. */
  trackingFailed: boolean
}

/** The result of a job as an analyst has to take it (DESIGN section 4, rule 6). */
export type ResultReading =
  | { kind: 'not-finished' }
  /** The job says that it has finished, and there is no result: an error of the service. */
  | { kind: 'missing'; notices: Notice[] }
  /** `words`: what the service said about the failure, safe to print. */
  | { kind: 'failed'; notices: Notice[]; words: string | null }
  /** The normal end since July 2026: tracking numbers, no ratings. `withheld` are keys of measures. */
  | ({ kind: 'withheld'; withheld: string[] } & ResultFacts)
  | ({ kind: 'rated' } & ResultFacts)

/** Reads the lite and the `?view=full` result of every revision (CONTRACT sections 4, 5 and 7). */
export function readResult(job: Job): ResultReading {
  if (job.status === 'FAILED') return failed(job)
  if (job.status !== 'COMPLETED' && job.status !== 'PARTIAL') return { kind: 'not-finished' }

  const result = asRecord(job.result)
  const guarded =
    job.warnings.includes('PLAYER_EVALUATION_WITHHELD') ||
    result['player_evaluation_available'] === false ||
    removedMetrics(result).length > 0
  const facts: ResultFacts = {
    measures: readMeasures(result, job.role, guarded),
    notices: explainCodes([...job.warnings, ...reasonCodes(result)]),
    quotations: readQuotations(result),
    trackingFailed: result['evaluation_status'] === 'TRACKING_FAILED' || lostPlayer(job),
  }
  const measured = facts.measures.filter((measure) => measure.value !== null)
  if (measured.some(({ group }) => group === 'scores' || group === 'skills')) {
    return { kind: 'rated', ...facts }
  }
  if (!guarded && measured.length === 0) return { kind: 'missing', notices: facts.notices }
  const withheld = facts.measures.filter(({ text }) => text === 'withheld').map(({ key }) => key)
  return { kind: 'withheld', withheld, ...facts }
}

/** The lite result has no evaluation status; there the warnings tell. */
function lostPlayer(job: Job): boolean {
  return job.warnings.some((code) => code.endsWith('ANCHOR_NOT_FOUND'))
}

/** Reason codes of a full result, and the ones beside the metrics of a lite one. */
function reasonCodes(result: Record<string, unknown>): string[] {
  return [
    ...asArray(result['reason_codes']),
    ...asArray(asRecord(result['evidence_metrics'])['reason_codes']),
    ...asArray(asRecord(result['analysis_outcome'])['reason_codes']),
  ].flatMap((code) => foreignText(code) ?? [])
}

/** What the guard adds to nearly every job (CONTRACT section 5) is no reason for a failure. */
const ADDED_BY_GUARD = new Set([
  'PLAYER_EVALUATION_WITHHELD',
  'CROSS_SHOT_IDENTITY_UNVALIDATED',
  'TRACKING_EVIDENCE_INSUFFICIENT',
])

function failed(job: Job): ResultReading {
  const codes = [job.failureReason ?? [], job.warnings.filter((code) => !ADDED_BY_GUARD.has(code))]
  return {
    kind: 'failed',
    notices: explainCodes(codes.flat()),
    words: job.error ?? job.progress.message,
  }
}
