import type { Job } from '../../job/job.ts'
import { outcomeOf } from '../outcome.ts'
import type { MeasuredReading, ResultReading } from '../result.ts'
import type { Instance, Player } from './sportscode.ts'

/** The latest end of a clip, seconds: 100 hours. */
const LONGEST_SEC = 360_000

const OUTCOMES = {
  rated: 'Rated',
  'tracking-only': 'Tracking only',
  'tracking-failed': 'Tracking failed',
  'result-missing': 'Result missing',
  'run-failed': 'Analysis failed',
} as const

/**
 * One instance for each clip, and one for each stretch in which the player was followed. `code` names the
 * player. Times keep the digits of the service. Null if there is nothing to put on a timeline.
 */
export function timelineOf(job: Job, reading: ResultReading, code: string): Player | null {
  if (!('measures' in reading)) return null
  const common = commonLabels(job, reading)
  const clips = job.clips.flatMap(({ label, startSec, endSec }): Instance[] =>
    startSec === null || endSec === null
      ? []
      : [{ startSec, endSec, labels: [{ group: 'Clip', text: label }, ...common] }],
  )
  const presence = (reading.tracking.seen ?? []).map(
    ({ startSec, endSec }): Instance => ({
      startSec,
      endSec,
      labels: [{ group: 'Presence', text: 'Player followed' }, ...common],
    }),
  )
  const instances = [...clips, ...presence]
    .filter(({ startSec, endSec }) => startSec >= 0 && startSec < endSec && endSec <= LONGEST_SEC)
    .sort((a, b) => a.startSec - b.startSec)
  return instances.length === 0 ? null : { code, instances }
}

function commonLabels(job: Job, reading: MeasuredReading): Instance['labels'] {
  const outcome = outcomeOf(reading)
  const scores = reading.measures.filter(
    ({ group, value, outside }) => group === 'scores' && value !== null && !outside,
  )
  const { coveragePct } = reading.tracking
  const known: [string, string | null][] = [
    ['Outcome', outcome === null ? null : OUTCOMES[outcome]],
    ...scores.map(({ label, text }): [string, string] => [label, text]),
    ['Coverage %', coveragePct === null ? null : String(coveragePct)],
    ['Team', job.player.teamName],
    ['Role', job.role],
    ['Category', job.category],
    ['Match', job.source.match],
    ['Job', job.id],
  ]
  return known.flatMap(([group, text]) => (text === null ? [] : [{ group, text }]))
}
