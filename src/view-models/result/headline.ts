import type { ResultReading } from '../../domain/result/result.ts'

/** The few numbers that are shown first, with their sample. */
export interface Headline {
  numbers: { label: string; number: string; unit: string }[]
  sample: string | null
}

const EMPTY = 'none; the service followed the player on no frame'
const TRACKING = ['tracking_quality_index', 'coverage_pct', 'samples_used']

/** Shows the scores; if there are none, how far the tracking can be trusted. */
export function toHeadline(reading: ResultReading): Headline {
  if (!('measures' in reading)) return { numbers: [], sample: null }
  const { measures, tracking } = reading
  // The page says that nobody should use these numbers.
  if (reading.kind === 'withheld' && reading.trackingFailed) return { numbers: [], sample: null }
  const usable = measures.filter(({ value, outside }) => value !== null && !outside)
  const scores = usable.filter(({ group }) => group === 'scores')
  const chosen = scores.length > 0 ? scores : usable.filter(({ key }) => TRACKING.includes(key))
  return {
    numbers: chosen.map(({ label, text, unit }) => ({ label, number: text, unit })),
    sample: tracking.empty ? EMPTY : (scores[0]?.sample ?? null),
  }
}
