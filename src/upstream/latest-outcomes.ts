/** Number of jobs that are remembered: those asked for last. */
const JOBS = 32
/** Older outcomes say nothing about now: four time-outs of the default length. */
const WINDOW_MS = 60_000
/** Fewer broken jobs than this say nothing about the service. */
const SEVERAL = 3

interface Outcome {
  job: string
  at: number
  broke: boolean
}

/**
 * How the latest call of each recent job ended. Each job counts once, however often it is asked, so one that always
 * breaks cannot outweigh the others. A list of fixed length, because each answer writes to it.
 */
export class LatestOutcomes {
  #outcomes: Outcome[] = []

  note(job: string, at: number, broke: boolean) {
    let oldest = 0
    for (let i = 0; i < this.#outcomes.length; i += 1) {
      const outcome = this.#outcomes[i]!
      if (outcome.job === job) {
        outcome.at = at
        outcome.broke = broke
        return
      }
      if (outcome.at < this.#outcomes[oldest]!.at) oldest = i
    }
    const outcome = { job, at, broke }
    if (this.#outcomes.length < JOBS) this.#outcomes.push(outcome)
    else this.#outcomes[oldest] = outcome
  }

  /** Whether several jobs broke lately, and more than answered. */
  mostBroke(now: number): boolean {
    const recent = this.#outcomes.filter(({ at }) => now - at < WINDOW_MS)
    const broken = recent.filter(({ broke }) => broke).length
    return broken >= SEVERAL && broken * 2 > recent.length
  }

  forget() {
    this.#outcomes = []
  }
}
