/** Second tries saved up at most, and what one complete answer adds: retries stay a tenth of the calls. */
const LARGEST = 10
const PER_ANSWER = 0.1

export interface RetryBudget {
  answered(): void
  /** Takes one second try out of the budget; false if none is left. */
  take(): boolean
}

/** Keeps second tries from doubling the load of an upstream that is already failing. */
export function createRetryBudget(): RetryBudget {
  let left = LARGEST
  return {
    answered() {
      left = Math.min(LARGEST, left + PER_ANSWER)
    },
    take() {
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
