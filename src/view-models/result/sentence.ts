import type { Job } from '../../domain/job/job.ts'
import type { Measure } from '../../domain/result/measure.ts'
import type { MeasuredReading, ResultReading } from '../../domain/result/result.ts'
import { saysFollowed } from '../../domain/result/tracking.ts'
import { count, listed } from '../format.ts'
import { playerLabel } from './player-label.ts'

/** What was measured, how well and on what evidence, to be read aloud or copied into a message. */
export function toSentence(job: Job, reading: ResultReading): string {
  return `${playerLabel(job)}: ${said(job, reading)}`
}

function said(job: Job, reading: ResultReading): string {
  switch (reading.kind) {
    case 'not-finished':
      return 'no result yet, the analysis has not finished.'
    case 'missing':
      return 'the result is missing, though the service says that the analysis has ended.'
    case 'failed': {
      const [first] = reading.notices
      return `the analysis failed. ${first === undefined ? 'The service gives no code for it.' : `${first.title}.`}`
    }
    case 'withheld':
      if (reading.trackingFailed) {
        return saysFollowed(reading.tracking)
          ? `not found again, as the service says, yet it gives tracking numbers: ${evidence(reading)}; ${clips(job)}.`
          : 'not found again, so nothing was measured.'
      }
      return `tracked, not rated; ${[...quality(reading), evidence(reading), clips(job)].join('; ')}.`
    case 'rated':
      return `${[rating(reading), evidence(reading), clips(job)].join('; ')}.`
  }
}

const usable = ({ measures }: MeasuredReading) =>
  measures.filter(({ value, outside }) => value !== null && !outside)

function rating(reading: MeasuredReading): string {
  const numbers = usable(reading)
  const score = numbers.find(({ group }) => group === 'scores')
  const skills = numbers.filter(({ group }) => group === 'skills')
  const strongest = strongestOf(skills)
  if (score === undefined) return `rated in ${count(skills.length, 'skill')}, ${strongest}`
  const rated =
    score.key === 'match_rating_10'
      ? `rated ${score.text} of 10`
      : `${score.label.toLowerCase()} ${score.text} ${score.unit.replace('out of', 'of')}`
  return strongest === '' ? rated : `${rated}, ${strongest}`
}

/** Skills that are all equal have no strongest. */
function strongestOf(skills: readonly Measure[]): string {
  const most = Math.max(...skills.map(({ value }) => value!))
  const best = skills.filter(({ value }) => value === most)
  const [first] = best
  if (first === undefined) return ''
  if (skills.length === 1) return `${first.label} ${first.text} of 100`
  if (best.length === skills.length) return `all skills ${first.text} of 100`
  const names =
    best.length > MOST_NAMED ? count(best.length, 'skill') : listed(best.map(({ label }) => label))
  return `strongest in ${names} (${first.text} of 100)`
}

/** If more skills share the highest value, they are counted, not named. */
const MOST_NAMED = 3

function quality(reading: MeasuredReading): string[] {
  const index = usable(reading).find(({ key }) => key === 'tracking_quality_index')
  return index === undefined ? [] : [`tracking quality ${index.text} of 100`]
}

/** Says what the result rests on. A percentage is never given without its whole. */
function evidence({
  tracking: { coveragePct, samples, longestGapSec, empty },
}: MeasuredReading): string {
  if (empty) return 'but seen in none of the analysed frames'
  const known = [
    coveragePct === null ? [] : `seen in ${coveragePct} % of the analysed frames`,
    samples === null ? [] : count(samples, 'sample'),
    longestGapSec === null ? [] : `longest gap ${longestGapSec} s`,
  ].flat()
  return known.length === 0 ? 'the service does not say on how many frames' : known.join(', ')
}

function clips({ clips }: Job): string {
  return clips.length === 0 ? 'no clips' : count(clips.length, 'clip')
}
