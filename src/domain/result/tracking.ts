import { type Cut, listOf } from '../text/cut.ts'
import { foreignCode } from '../text/foreign-text.ts'
import { asNumber, asRecord, asString } from '../text/reading.ts'
import { type Measure, roundNumber } from './measure.ts'

/** A part of the video, in seconds from its start; `startSec` is before `endSec`. */
export interface Stretch {
  startSec: number
  endSec: number
}

/** How well the player was followed, which shows how far to trust a rating. Null: the service does not say. */
export interface Tracking {
  /** The service's own word: `low`, `medium`, `high`. */
  confidence: string | null
  coveragePct: number | null
  samples: number | null
  longestGapSec: number | null
  /** The stretches in which the player was lost, in order; null if the service does not say. */
  lost: Stretch[] | null
  /** How many lost stretches of the service are missing in `lost`, because they are too many or unreadable. */
  lostUnread: number
  /** The rest of the video, where the player was followed; null if it is not known. */
  seen: Stretch[] | null
  durationSec: number | null
  /** True if the service followed the player on no frame. Then no number of the result has a basis. */
  empty: boolean
}

/** Longer than any video, seconds: 100 hours. */
const LONGEST_SEC = 360_000

/** Reads how the player was followed. `measures` must be those of the same result. */
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
    // If a part of the list is unread, the player may have been lost in the rest of the video too.
    seen: unread > 0 ? null : seenOf(tracking, lost, durationSec, { coveragePct, samples }),
    durationSec,
    empty: samples === 0 || (coveragePct === 0 && samples === null),
  }
}

/** True if a number of the service says that the player was followed. */
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

/** Reads the lost stretches. Counts the unreadable ones, joins those that overlap, and ends all at the video's end. */
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

/** Null if the entry is not a stretch. A stretch of length 0 is valid, but takes no time from the video. */
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
 * The rest of the video, if the tracking covered all of it; otherwise null. Null too if no stretch was lost but the
 * coverage is under 99 %, because the list then does not show what is missing.
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
