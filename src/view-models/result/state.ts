import { enqueueGate } from '../../domain/job/enqueue-gate.ts'
import type { Job } from '../../domain/job/job.ts'
import type { ResultReading } from '../../domain/result/result.ts'

/** How the run ended, in one heading and one or two sentences. */
export interface StateView {
  tone: 'ok' | 'info' | 'warn' | 'error'
  title: string
  text: string
  whatToDo: string | null
  /** The service's own words about a failure. */
  words: string | null
}

export function toState(job: Job, reading: ResultReading): StateView {
  switch (reading.kind) {
    case 'not-finished':
      return state('info', 'No result yet', 'The analysis of this job has not finished.', {
        whatToDo: 'The job page shows how far it is.',
      })
    case 'missing':
      return state(
        'error',
        'The result is missing',
        'The service says that the analysis has finished, but it gives no result.',
        {
          whatToDo:
            job.status === 'COMPLETED'
              ? 'On the job page choose the player again, confirm the target and start. If it happens again, tell an administrator.'
              : 'Run the analysis again from the job page. If it happens again, tell an administrator.',
        },
      )
    case 'failed':
      return state('error', 'The analysis failed', 'There is no result for this run.', {
        whatToDo:
          enqueueGate(job).length > 0
            ? 'The job page says how to go on.'
            : 'The job page says how to go on; the player and the target are kept.',
        words: reading.words,
      })
    case 'withheld':
      return withheld(reading)
    case 'rated':
      return job.status === 'PARTIAL'
        ? state('warn', 'Finished with gaps', 'Part of the result is missing; see below.')
        : state('ok', 'Finished', 'The service rated the player.')
  }
}

function withheld(reading: Extract<ResultReading, { kind: 'withheld' }>): StateView {
  if (reading.trackingFailed) {
    return state('warn', 'Finished, but the player was lost', 'The player was not found again.', {
      whatToDo: 'Choose a frame where the player is large and sharp, then run it again.',
    })
  }
  // The guard explains also a result that has nothing else.
  if (reading.measures.every(({ value }) => value === null)) {
    return state(
      'warn',
      'Finished, without numbers',
      'The service says that the analysis has finished, but it gives no numbers, neither ratings nor tracking.',
      { whatToDo: 'Run the analysis again. If it happens again, tell an administrator.' },
    )
  }
  if (reading.trackingIncomplete) {
    return state(
      'warn',
      'Finished, without ratings',
      'The player was followed for a part of the run only. The numbers below cover that part; the service withholds the ratings.',
    )
  }
  return state(
    'info',
    'Finished, without ratings',
    'The player was followed. The service gives the tracking numbers below and withholds the ratings until its player evaluation is validated.',
  )
}

function state(
  tone: StateView['tone'],
  title: string,
  text: string,
  more: { whatToDo?: string; words?: string | null } = {},
): StateView {
  return { tone, title, text, whatToDo: more.whatToDo ?? null, words: more.words ?? null }
}
