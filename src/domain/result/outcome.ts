import type { ResultReading } from './result.ts'

/** How a run can end. Pages must show each of these in a different way. */
export type Outcome =
  | 'rated'
  | 'tracking-only'
  | 'tracking-failed'
  | 'result-missing'
  | 'run-failed'

/** Null if the job has not ended. */
export function outcomeOf(reading: ResultReading): Outcome | null {
  switch (reading.kind) {
    case 'not-finished':
      return null
    case 'missing':
      return 'result-missing'
    case 'failed':
      return 'run-failed'
    case 'rated':
      return 'rated'
    case 'withheld':
      return reading.trackingFailed ? 'tracking-failed' : 'tracking-only'
  }
}
