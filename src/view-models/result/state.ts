import { enqueueGate } from '../../domain/job/enqueue-gate.ts'
import type { Job } from '../../domain/job/job.ts'
import { type Outcome, outcomeOf } from '../../domain/result/outcome.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import { saysFollowed } from '../../domain/result/tracking.ts'
import { listed } from '../format.ts'

/** How the run ended: what is known, what is not and why, and what to do next. */
export interface StateView {
  /** Null while the job has not ended; each outcome has its own look. */
  outcome: Outcome | null
  tone: 'ok' | 'info' | 'warn' | 'error'
  title: string
  known: string
  /** What is withheld or missing, and why; null where nothing is. */
  withheld: string | null
  next: string | null
  /** The service's own words about a failure. */
  words: string | null
}

type Words = Pick<StateView, 'tone' | 'title' | 'known'> & Partial<StateView>

export function toState(job: Job, reading: ResultReading): StateView {
  const words = wordsOf(job, reading)
  return { outcome: outcomeOf(reading), withheld: null, next: null, words: null, ...words }
}

function wordsOf(job: Job, reading: ResultReading): Words {
  switch (reading.kind) {
    case 'not-finished':
      return {
        tone: 'info',
        title: 'No result yet',
        known: 'The analysis of this job has not finished.',
        next: 'The job page shows how far it is.',
      }
    case 'missing':
      return {
        tone: 'error',
        title: 'The result is missing',
        known: 'The service says that the analysis has ended, but it gives no result.',
        withheld: 'All of it: no rating and no tracking number. That is a fault of the service.',
        next:
          job.status === 'COMPLETED'
            ? 'On the job page choose the player again, confirm the target and start. If it happens again, tell an administrator.'
            : 'Run the analysis again from the job page. If it happens again, tell an administrator.',
      }
    case 'failed':
      return {
        tone: 'error',
        title: 'The analysis failed',
        known:
          reading.words === null && reading.notices.length === 0
            ? 'There is no result of this analysis. The service gives no reason.'
            : 'There is no result of this analysis. What the service says about the failure stands below.',
        withheld: 'All of it: no measurement was finished.',
        next:
          enqueueGate(job).length > 0
            ? 'The job page says how to go on.'
            : 'The job page says how to go on; the player and the target are kept.',
        words: reading.words,
      }
    case 'withheld':
      return withheld(reading)
    case 'rated':
      return rated(job, reading)
  }
}

type Rated = Extract<ResultReading, { kind: 'rated' }>
type Withheld = Extract<ResultReading, { kind: 'withheld' }>

function rated(job: Job, reading: Rated): Words {
  const gaps = job.status === 'PARTIAL'
  return {
    tone: gaps ? 'warn' : 'ok',
    title: gaps ? 'Rated, with gaps' : 'Rated',
    known: reading.tracking.empty
      ? 'The service rated the player, but it followed the player on no frame: the rating rests on nothing that was tracked.'
      : 'The service rated the player.',
    withheld:
      outsideWords(reading) ??
      (gaps
        ? `A part: the service marks this result as partial, and ${reading.notices.length > 0 ? 'says why below' : 'does not say which part is missing'}.`
        : null),
    next: reading.tracking.empty
      ? 'Do not use the rating. Run the analysis again.'
      : job.clips.length > 0
        ? 'Before you use the numbers, watch a clip: is it the right player?'
        : null,
  }
}

function withheld(reading: Withheld): Words {
  if (reading.trackingFailed && saysFollowed(reading.tracking)) {
    return {
      tone: 'error',
      title: 'Tracking failed',
      known:
        'The service says that it did not find the player again, yet it gives tracking numbers.',
      withheld: 'The ratings.',
      next: 'Do not use these numbers. Choose a frame where the player is large and sharp, then run it again.',
    }
  }
  if (reading.trackingFailed) {
    return {
      tone: 'error',
      title: 'Tracking failed',
      known: 'The player was not found again.',
      withheld: 'The ratings and all measures of the player, because nothing was followed.',
      next: 'Choose a frame where the player is large and sharp, then run it again.',
    }
  }
  // The guard of the service may be the reason here too.
  if (reading.measures.every(({ value }) => value === null)) {
    return {
      tone: 'warn',
      title: 'No ratings and no numbers',
      known:
        'The service says that the analysis has finished, but it gives no numbers, neither ratings nor tracking.',
      withheld: unratedWords(reading),
      next: 'Run the analysis again. If it happens again, tell an administrator.',
    }
  }
  const known = reading.trackingIncomplete
    ? 'The player was followed for a part of the analysis only. The numbers cover that part.'
    : saysFollowed(reading.tracking)
      ? 'The player was followed, and the tracking was measured.'
      : 'The service gives numbers, but it does not say how far it followed the player.'
  return {
    tone: reading.trackingIncomplete ? 'warn' : 'info',
    title: 'Tracking only. No ratings yet.',
    known,
    withheld: unratedWords(reading),
    next: reading.trackingIncomplete
      ? 'Read the numbers as those of a part of the match.'
      : reading.guarded
        ? 'Read the tracking numbers and the clips. Running it again changes nothing about the ratings.'
        : 'Read the tracking numbers and the clips.',
  }
}

const WITHHELD =
  'The service withholds the ratings until its player evaluation is validated. They are unknown, not zero.'

/** Says why there is no rating. "Withholds" is said only if the service says so itself. */
function unratedWords(reading: Withheld): string {
  const outside = outsideWords(reading)
  if (outside === null) return reading.guarded ? WITHHELD : UNSAID
  return reading.guarded ? `${outside} The service says that it withholds all ratings.` : outside
}

const UNSAID =
  'The ratings: the service gives none, and it does not say why. They are unknown, not zero.'

/** Said of ratings that cannot be right. */
function outsideWords({ outside }: Rated | Withheld): string | null {
  if (outside.length === 0) return null
  const given = listed(outside.map(({ label, text, range }) => `${label} ${text} (range ${range})`))
  return `Given by the service outside their range, so not counted as ratings: ${given}.`
}
