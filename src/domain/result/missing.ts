import { isFinished } from '../job/flow.ts'
import type { Job } from '../job/job.ts'
import { asRecord, asString } from '../text/reading.ts'
import { removedMetrics } from './measures.ts'
import { findNumbers } from './numbers.ts'

/**
 * True if the job has finished but its result is empty. This is an error of the service, no matter what
 * warnings the job has (docs/architecture.md#rule-6, #rule-14). The short form names every field even of an
 * empty result, so only values count. Numbers from before the run do not count.
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

/** True if the job has a result. Another run would discard it. */
export function hasResult(job: Pick<Job, 'status' | 'result'>): boolean {
  return isFinished(job) && !isResultMissing(job)
}

function numbersOfRun(result: Record<string, unknown>): (number | null)[] {
  return [...findNumbers(result)].flatMap(([key, { value }]) =>
    /^(candidate_metrics|raw_video_features)\./.test(key) ? [] : [value],
  )
}
