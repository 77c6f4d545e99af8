import { isFinished } from '../job/flow.ts'
import type { Job } from '../job/job.ts'
import { asRecord, asString } from '../text/reading.ts'
import { removedMetrics } from './measures.ts'
import { findNumbers } from './numbers.ts'

/**
 * The job says that it has finished, and its result says nothing: an error of the service, whatever
 * warnings stand on the job (docs/architecture.md#rule-6, #rule-14). The short form names every field of an
 * empty result too, so it is the values that count. Numbers of before the run do not.
 */
export function isResultMissing(job: Pick<Job, 'status' | 'result'>): boolean {
  if (!isFinished(job)) return false
  const result = asRecord(job.result)
  // The guard judges and explains every result that is not empty (docs/contract.md#evaluation-guard).
  if (asString(result['evaluation_status']) ?? asString(result['explain'])) return false
  if (removedMetrics(result).length > 0) return false
  const skills = [result['radar'], result['breakdown']].flatMap((part) =>
    Object.values(asRecord(part)),
  )
  return ![...skills, ...numbersOfRun(result)].some((value) => typeof value === 'number')
}

/** Another run throws it away. */
export function hasResult(job: Pick<Job, 'status' | 'result'>): boolean {
  return isFinished(job) && !isResultMissing(job)
}

function numbersOfRun(result: Record<string, unknown>): (number | null)[] {
  return [...findNumbers(result)].flatMap(([key, { value }]) =>
    /^(candidate_metrics|raw_video_features)\./.test(key) ? [] : [value],
  )
}
