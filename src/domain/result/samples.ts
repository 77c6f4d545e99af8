import { asNumber, asRecord, asString } from '../text/reading.ts'
import { roundNumber } from './measure.ts'
import type { MeasureGroup } from './measure-kinds.ts'
import type { FoundNumber } from './numbers.ts'

const NOT_STATED = 'not stated'

/** The evidence for each part of the table, in words: how many frames, how much of the time. */
export function samplesOf(
  result: Record<string, unknown>,
  numbers: Map<string, FoundNumber>,
): Record<MeasureGroup, string> {
  const get = (key: string) => {
    const value = numbers.get(key)?.value ?? null
    return value === null || value < 0 ? null : roundNumber(value)
  }
  // Older results give coverage and frames only under `tracking`.
  const tracking = asRecord(result['tracking'])
  const told = (name: string) => {
    const value = asNumber(tracking[name])
    return value === null || value < 0 ? null : roundNumber(value)
  }
  const share = get('coverage_pct') ?? told('coverage_pct')
  // More than 100 % is not a valid share.
  const coverage = share !== null && share <= 100 ? share : null
  const frames = get('samples_used') ?? told('bboxes_count')
  const scope = asString(asRecord(result['score_provenance'])['metrics_scope'])
  const tracked = phrase(
    count(frames, scope === 'preview_candidate' ? 'preview frames' : 'frames'),
    coverage === null ? null : `${coverage} % coverage`,
  )
  const span = get('image_motion.tracked_span_sec')
  return {
    scores: tracked,
    skills: tracked,
    impact: tracked,
    tracking: tracked,
    athletic: tracked,
    motion: phrase(
      count(get('image_motion.observed_samples'), 'frames'),
      span === null ? null : `over ${span} s`,
    ),
    candidate: phrase(count(get('candidate_metrics.sampleFramesCount'), 'preview frames'), null),
    video: 'the whole video',
    other: NOT_STATED,
  }
}

function count(value: number | null, unit: string): string | null {
  return value === null ? null : `${value} ${unit}`
}

function phrase(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null).join(', ') || NOT_STATED
}
