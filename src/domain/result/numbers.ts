import { asNumber, asRecord } from '../text/reading.ts'

/** A number of the upstream's result, or null if the upstream gives null in its place. */
export interface FoundNumber {
  source: string
  value: number | null
}

/** Other names of the same numbers, in other places or versions of the service. */
const SAME = new Map([
  ['overallScore', 'overall_score'],
  ['roleScore', 'role_score'],
  ['matchRating10', 'match_rating_10'],
  ['impact100', 'impact_100'],
])

/** Not read: the first repeats the coverage, and the second measures nothing. */
const LEFT_OUT = new Set(['coverage_ratio', 'retry_count'])

/**
 * Finds every number of a lite or full result, by a key that is the same in all versions. Keys leave out the group
 * names `evidence_metrics` and `tracking_signals` and keep those of other groups. The first place
 * that has a number wins. Radar, clips, tracks and histories are not read here.
 */
export function findNumbers(result: Record<string, unknown>): Map<string, FoundNumber> {
  const found = new Map<string, FoundNumber>()
  collect(found, result, '', '', 0)
  collect(found, asRecord(result['tracking_signals']), '', 'tracking_signals.', 2)
  collect(found, asRecord(result['evidence_metrics']), '', 'evidence_metrics.', 2)
  collect(
    found,
    asRecord(result['raw_video_features']),
    'raw_video_features.',
    'raw_video_features.',
    1,
  )
  return found
}

function collect(
  found: Map<string, FoundNumber>,
  values: Record<string, unknown>,
  prefix: string,
  path: string,
  depth: number,
): void {
  for (const [name, value] of Object.entries(values)) {
    const key = prefix + (SAME.get(name) ?? name)
    const number = asNumber(value)
    if (number !== null || value === null) {
      const known = found.get(key)
      const better = known === undefined || (known.value === null && number !== null)
      if (better && !LEFT_OUT.has(key)) found.set(key, { source: path + name, value: number })
    } else if (depth > 0) {
      // Before July 2026 this group had the name `candidate_metrics`.
      const group = name === 'preview_candidate_metrics' ? 'candidate_metrics' : name
      collect(found, asRecord(value), `${prefix}${group}.`, `${path}${name}.`, depth - 1)
    }
  }
}
