import { type Cut, listOf } from '../text/cut.ts'
import { foreignText } from '../text/foreign-text.ts'
import { asNumber, asRecord, asString } from '../text/reading.ts'
import { type Measure, roundNumber } from './measure.ts'

/** A part of the video, in seconds from its start; `startSec` is before `endSec`. */
export interface Stretch {
  startSec: number
  endSec: number
}

/** What a rating can be trusted for: how far the player was followed. Null: the service does not say. */
export interface Tracking {
  /** The service's own word: `low`, `medium`, `high`. */
  confidence: string | null
  coveragePct: number | null
  samples: number | null
  longestGapSec: number | null
  /** Where the player was lost, in their order; null where the service does not say. */
  lost: Stretch[] | null
  /** Where the player was followed: the rest of the video; null where that is not known. */
  seen: Stretch[] | null
  durationSec: number | null
  /** The service followed the player on no frame at all, so that nothing rests on anything. */
  empty: boolean
}

/** No video is as long: 100 hours. */
const LONGEST_SEC = 360_000

/** `measures` are those of the same result. */
export function readTracking(
  result: Record<string, unknown>,
  measures: readonly Measure[],
  cuts: Cut[],
): Tracking {
  const numberOf = (key: string) => {
    const found = measures.find((measure) => measure.key === key)
    return found === undefined || found.outside ? null : found.value
  }
  const tracking = asRecord(result['tracking'])
  const coveragePct = numberOf('coverage_pct') ?? shareOf(tracking['coverage_pct'])
  const samples = numberOf('samples_used') ?? countOf(tracking['bboxes_count'])
  const durationSec = durationOf(numberOf('raw_video_features.duration_seconds'))
  const lost = lostOf(tracking['lost_segments'], cuts)
  return {
    confidence: foreignText(asRecord(result['tracking_quality'])['tracking_confidence']),
    coveragePct,
    samples,
    longestGapSec: numberOf('largest_gap_sec') ?? longestOf(lost),
    lost,
    seen: seenOf(tracking, lost, durationSec, { coveragePct, samples }),
    durationSec,
    empty: samples === 0 || coveragePct === 0,
  }
}

function shareOf(value: unknown): number | null {
  const share = asNumber(value)
  return share !== null && share >= 0 && share <= 100 ? roundNumber(share) : null
}

function countOf(value: unknown): number | null {
  const count = asNumber(value)
  return count !== null && count >= 0 ? count : null
}

function durationOf(seconds: number | null): number | null {
  return seconds !== null && seconds > 0 && seconds <= LONGEST_SEC ? seconds : null
}

/** What is no stretch of a video is left out; what overlaps is one. */
function lostOf(value: unknown, cuts: Cut[]): Stretch[] | null {
  if (!Array.isArray(value)) return null
  const stretches = listOf(value, 'lost stretches', cuts)
    .map((entry) => toStretch(asRecord(entry)))
    .filter((stretch) => stretch !== null)
    .sort((a, b) => a.startSec - b.startSec)
  const merged: Stretch[] = []
  for (const stretch of stretches) {
    const last = merged.at(-1)
    if (last === undefined || stretch.startSec > last.endSec) merged.push({ ...stretch })
    else last.endSec = Math.max(last.endSec, stretch.endSec)
  }
  return merged
}

function toStretch(entry: Record<string, unknown>): Stretch | null {
  const startSec = asNumber(entry['start']) ?? asNumber(entry['start_sec'])
  const endSec = asNumber(entry['end']) ?? asNumber(entry['end_sec'])
  if (startSec === null || endSec === null || startSec < 0 || endSec > LONGEST_SEC) return null
  return startSec < endSec ? { startSec, endSec } : null
}

function longestOf(lost: readonly Stretch[] | null): number | null {
  if (lost === null || lost.length === 0) return null
  return roundNumber(Math.max(...lost.map(({ startSec, endSec }) => endSec - startSec)))
}

/**
 * The rest of the video, where the tracking went over all of it. A list without a lost stretch beside a
 * share of less than all does not name what is missing, so nothing is said then.
 */
function seenOf(
  tracking: Record<string, unknown>,
  lost: Stretch[] | null,
  durationSec: number | null,
  { coveragePct, samples }: Pick<Tracking, 'coveragePct' | 'samples'>,
): Stretch[] | null {
  if (lost === null || durationSec === null) return null
  if (tracking['tracking_success'] === false || samples === 0 || coveragePct === 0) return null
  if (tracking['partial'] === true || asString(tracking['partial_reason']) !== null) return null
  if (lost.length === 0 && (coveragePct === null || coveragePct < 99)) return null
  const ends = [...lost, { startSec: durationSec, endSec: durationSec }]
  let from = 0
  return ends.flatMap(({ startSec, endSec }) => {
    const stretch = { startSec: from, endSec: Math.min(startSec, durationSec) }
    from = Math.max(from, endSec)
    return stretch.endSec > stretch.startSec ? [stretch] : []
  })
}
