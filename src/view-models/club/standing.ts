import type { ListedJob } from '../../domain/club/listed-job.ts'
import type { Outcome } from '../../domain/result/outcome.ts'
import { type Standing, WAITING } from '../job/stages.ts'

type Shown = Pick<Standing, 'label' | 'tone'>

const TONES: Record<Outcome, Standing['tone']> = {
  rated: 'ok',
  'tracking-only': 'part',
  'tracking-failed': 'lost',
  'result-missing': 'failed',
  'run-failed': 'failed',
}

/** Gives back the state of a listed job when it was last read, in the words of its page. */
export function listedStanding(job: ListedJob): Shown {
  if (job.gone) return { label: 'Not known any more', tone: 'lost' }
  switch (job.state) {
    case 'waiting':
      return job.step in WAITING
        ? WAITING[job.step as keyof typeof WAITING]
        : { label: 'Waiting', tone: 'you' }
    case 'running':
      return { label: runningLabel(job), tone: 'busy' }
    default:
      return {
        label: job.headline ?? 'Ended',
        tone: job.outcome === null ? 'failed' : TONES[job.outcome],
      }
  }
}

function runningLabel({ step, status, percent }: ListedJob): string {
  if (step === 'frames') return 'Preparing frames'
  if (step === 'player') return 'Finding players'
  return status === 'QUEUED' && percent === null ? 'Queued' : 'Running'
}
