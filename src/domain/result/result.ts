import { isFinished } from '../job/flow.ts'
import type { Job } from '../job/job.ts'
import { type Cut, listOf } from '../text/cut.ts'
import { foreignCode } from '../text/foreign-text.ts'
import { asNumber, asRecord, asString } from '../text/reading.ts'
import { type Explanation, explainCodes, withoutGuard } from '../words/warnings.ts'
import { type Extras, readExtras } from './extras.ts'
import type { Measure } from './measure.ts'
import { readMeasures, removedMetrics } from './measures.ts'
import { isResultMissing } from './missing.ts'
import { type Quotation, readQuotations } from './quotations.ts'
import { readTracking, type Tracking } from './tracking.ts'

/** What a finished run says, in any version of the service. */
interface ResultFacts {
  /** The rows of the "Result" table, in its order. */
  measures: Measure[]
  notices: Explanation[]
  quotations: Quotation[]
  /** The run ended, but the player was not found again or not followed on any frame. The result says almost nothing. */
  trackingFailed: boolean
  /** True if the service withholds the evaluation. */
  guarded: boolean
  /** True if the player was followed during only a part of the run. */
  trackingIncomplete: boolean
  /** Names of numbers that the service removed and that have no row. */
  takenOut: string[]
  /** Scores and skills beyond their range. They are shown because the service said them, but they are not ratings. */
  outside: Measure[]
  tracking: Tracking
  extras: Extras
  /** The lists that were too long: only their beginnings are kept here. */
  cuts: Cut[]
}

/** The result of a job as an analyst should understand it (docs/architecture.md#rule-6). */
export type ResultReading =
  | { kind: 'not-finished' }
  /** The job has finished but has no result. This is an error of the service. */
  | { kind: 'missing'; notices: Explanation[] }
  /** `words`: what the service said about the failure, safe to print. */
  | { kind: 'failed'; notices: Explanation[]; words: string | null }
  /** The normal end since July 2026: tracking numbers, no ratings. `withheld` are keys of measures. */
  | ({ kind: 'withheld'; withheld: string[] } & ResultFacts)
  | ({ kind: 'rated' } & ResultFacts)

/** A result that has measures. */
export type MeasuredReading = Extract<ResultReading, { measures: Measure[] }>

/** A job, and its result as it was read. */
export interface JobResult {
  job: Job
  reading: ResultReading
}

/** Reads the lite and the `?view=full` result of every version (docs/contract.md#result-lite). */
export function readResult(job: Job): ResultReading {
  if (job.status === 'FAILED') return failed(job)
  if (!isFinished(job)) return { kind: 'not-finished' }
  const result = asRecord(job.result)
  const cuts: Cut[] = []
  const codes = reasonCodes(result, cuts)
  if (isResultMissing(job)) {
    return { kind: 'missing', notices: explainCodes(withoutGuard([...job.warnings, ...codes])) }
  }
  const removed = removedMetrics(result, cuts)
  const guarded =
    job.warnings.includes('PLAYER_EVALUATION_WITHHELD') ||
    result['player_evaluation_available'] === false ||
    removed.length > 0
  const measures = readMeasures(result, job.role, guarded, cuts)
  const tracking = readTracking(result, measures, cuts)
  const facts: ResultFacts = {
    measures,
    guarded: guarded || (asString(result['evaluation_status'])?.startsWith('TRACKING_') ?? false),
    notices: explainCodes([...standing(job.warnings, result, codes), ...codes]),
    quotations: readQuotations(result, cuts),
    trackingFailed: tracking.empty || lostPlayer(job, result),
    takenOut: removed.filter((name) => !measures.some(({ key }) => key === name)),
    trackingIncomplete: result['evaluation_status'] === 'TRACKING_INCOMPLETE',
    outside: measures.filter((measure) => measure.outside && isRating(measure)),
    tracking,
    extras: readExtras(result, cuts),
    cuts,
  }
  if (measures.some((one) => isRating(one) && one.value !== null && !one.outside)) {
    const notices = facts.notices.filter(({ code }) => code !== 'PLAYER_EVALUATION_WITHHELD')
    return { kind: 'rated', ...facts, notices }
  }
  const withheld = facts.measures.filter(({ text }) => text === 'withheld').map(({ key }) => key)
  return { kind: 'withheld', withheld, ...facts }
}

const isRating = ({ group }: Measure) => group === 'scores' || group === 'skills'

/**
 * True if the service lost the player. The evaluation status decides. The lite result has none, so there the warnings
 * decide. Otherwise warnings do not count, because they may come from an earlier run.
 */
function lostPlayer(job: Job, result: Record<string, unknown>): boolean {
  const status = asString(result['evaluation_status'])
  const { samples_used: samples } = asRecord(result['tracking_signals'])
  if (status !== null) return status === 'TRACKING_FAILED' || samples === 0
  return job.warnings.some((code) => code.endsWith('ANCHOR_NOT_FOUND'))
}

/**
 * The warnings that still hold. The service puts "too little evidence" on a job with the candidates and never removes
 * it. A result refutes it if it gives other reasons, none about too little evidence, and has as many samples as
 * the service wants.
 */
function standing(
  warnings: readonly string[],
  result: Record<string, unknown>,
  codes: readonly string[],
): string[] {
  const { sample_sufficiency_pct: samples } = asRecord(result['tracking_signals'])
  const refuted =
    codes.length > 0 && !codes.some((code) => THIN.has(code)) && (asNumber(samples) ?? 0) >= 100
  return warnings.filter((code) => !refuted || code !== 'TRACKING_EVIDENCE_INSUFFICIENT')
}

const THIN = new Set(['LOW_TRACKING_COVERAGE', 'INSUFFICIENT_TRACKING_SAMPLES'])

/** The reason codes of a full result, and those beside the metrics of a lite result. */
function reasonCodes(result: Record<string, unknown>, cuts: Cut[]): string[] {
  return [
    result,
    asRecord(result['evidence_metrics']),
    asRecord(result['analysis_outcome']),
  ].flatMap((part) =>
    listOf(part['reason_codes'], 'reasons', cuts).flatMap((code) => foreignCode(code) ?? []),
  )
}

function failed(job: Job): ResultReading {
  const codes = [job.failureReason ?? [], withoutGuard(job.warnings)].flat()
  return {
    kind: 'failed',
    notices: explainCodes(codes),
    words: job.error ?? job.progress.message,
  }
}
