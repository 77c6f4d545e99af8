import { type Cut, listOf } from '../text/cut.ts'
import { foreignCode } from '../text/foreign-text.ts'
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
  /** Entries of the service's list of lost stretches that are not in `lost`: too many, or none that can be read. */
  lostUnread: number
  /** Where the player was followed: the rest of the video; null where that is not known. */
  seen: Stretch[] | null
  durationSec: number | null
  /** The service followed the player on no frame at all, so no number of the result has a basis. */
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
  const { lost, unread } = lostOf(tracking['lost_segments'], durationSec, cuts)
  return {
    confidence: foreignCode(asRecord(result['tracking_quality'])['tracking_confidence']),
    coveragePct,
    samples,
    longestGapSec: numberOf('largest_gap_sec') ?? (unread > 0 ? null : longestOf(lost)),
    lost,
    lostUnread: unread,
    // The rest of a list that is not read whole would be time in which the player may have been lost.
    seen: unread > 0 ? null : seenOf(tracking, lost, durationSec, { coveragePct, samples }),
    durationSec,
    empty: samples === 0 || (coveragePct === 0 && samples === null),
  }
}

/** The service gives a number that says that the player was followed. */
export function saysFollowed({ samples, coveragePct, empty }: Tracking): boolean {
  return !empty && ((samples ?? 0) > 0 || (coveragePct ?? 0) > 0)
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

/** What is no stretch of a video is left out and counted; what overlaps is one; the video's end is the end of all. */
function lostOf(
  value: unknown,
  durationSec: number | null,
  cuts: Cut[],
): { lost: Stretch[] | null; unread: number } {
  if (!Array.isArray(value)) return { lost: null, unread: 0 }
  const read = listOf(value, 'lost stretches', cuts)
    .map((entry) => toStretch(asRecord(entry), durationSec))
    .filter((stretch) => stretch !== null)
  const stretches = read
    .filter(({ startSec, endSec }) => startSec < endSec)
    .sort((a, b) => a.startSec - b.startSec)
  const lost: Stretch[] = []
  for (const stretch of stretches) {
    const last = lost.at(-1)
    if (last === undefined || stretch.startSec > last.endSec) lost.push({ ...stretch })
    else last.endSec = Math.max(last.endSec, stretch.endSec)
  }
  return { lost, unread: value.length - read.length }
}

/** Null if it is none. One without any length is read, and takes no time from the video. */
function toStretch(entry: Record<string, unknown>, durationSec: number | null): Stretch | null {
  const startSec = asNumber(entry['start']) ?? asNumber(entry['start_sec'])
  const endSec = asNumber(entry['end']) ?? asNumber(entry['end_sec'])
  if (startSec === null || endSec === null || startSec < 0 || endSec < startSec) return null
  if (durationSec === null) return endSec > LONGEST_SEC ? null : { startSec, endSec }
  return { startSec: Math.min(startSec, durationSec), endSec: Math.min(endSec, durationSec) }
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
