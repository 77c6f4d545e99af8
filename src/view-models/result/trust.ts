import type { Measure } from '../../domain/result/measure.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import { type Stretch, saysFollowed, type Tracking } from '../../domain/result/tracking.ts'
import { readableName } from '../../domain/text/readable-name.ts'
import { clock, count } from '../format.ts'

/** `views/fragments/result/trust.eta`: how far the player was followed. */
export interface TrustView {
  sentence: string
  strip: PresenceStrip | null
  /** Where the player was lost, in words; empty if not known, or if never lost. */
  lost: string[]
}

/** The video as a bar: where the player was followed, in thousandths of its length. */
interface PresenceStrip {
  name: string
  parts: { x: number; width: number }[]
  /** The ends of the bar. */
  from: string
  to: string
}

/** The length of the bar. */
const LENGTH = 1000
/** Most stretches that are named one by one. */
const MOST_NAMED = 12

export function toTrust(
  reading: Extract<ResultReading, { measures: Measure[] }>,
  player: string,
): TrustView {
  const { tracking } = reading
  const lost = [...(tracking.lost ?? [])].sort((a, b) => lengthOf(b) - lengthOf(a))
  const named = lost.slice(0, MOST_NAMED).sort((a, b) => a.startSec - b.startSec)
  const rest = lost.length - named.length
  return {
    sentence:
      reading.trackingFailed && saysFollowed(tracking) && reading.kind === 'withheld'
        ? `The service says that it did not find the player again. Its numbers say otherwise. ${sentenceOf(tracking)}`
        : sentenceOf(tracking),
    strip: stripOf(tracking, player),
    lost: [
      ...named.map(spanWords),
      ...(rest > 0 ? [count(rest, 'shorter one')] : []),
      ...(tracking.lostUnread > 0
        ? [`${count(tracking.lostUnread, 'more stretch', 'more stretches')} not read`]
        : []),
    ],
  }
}

const lengthOf = ({ startSec, endSec }: Stretch) => endSec - startSec
const spanWords = ({ startSec, endSec }: Stretch) => `${clock(startSec)} to ${clock(endSec)}`

function sentenceOf(tracking: Tracking): string {
  const { coveragePct, samples, longestGapSec, lost, lostUnread, confidence, empty } = tracking
  if (empty && coveragePct) {
    return `The service counts no sample of the player, yet it gives a coverage of ${coveragePct} %. Do not rely on either.`
  }
  if (empty) return 'The service followed the player on no frame. Nothing here rests on the video.'
  if (coveragePct === null && samples === null) {
    return 'The service does not say how far it followed the player.'
  }
  return [
    [
      coveragePct === null
        ? 'The service does not say in how many of the frames the player was followed'
        : `The player was followed in ${coveragePct} % of the analysed frames`,
      samples === null ? '' : `, ${count(samples, 'sample')}`,
      '.',
    ].join(''),
    longestGapSec !== null
      ? `Longest gap: ${longestGapSec} s.`
      : lost?.length === 0 && lostUnread === 0
        ? 'The service names no gap.'
        : 'The service does not say how long the longest gap is.',
    confidence === null
      ? ''
      : `The service’s own confidence in the tracking: ${readableName(confidence).toLowerCase()}.`,
  ]
    .filter((words) => words !== '')
    .join(' ')
}

function stripOf({ seen, durationSec }: Tracking, player: string): PresenceStrip | null {
  if (seen === null || durationSec === null) return null
  const place = (seconds: number) => Math.round((seconds / durationSec) * LENGTH * 10) / 10
  const followed = seen.slice(0, MOST_NAMED).map(spanWords).join(', ')
  const more = seen.length > MOST_NAMED ? ` and ${seen.length - MOST_NAMED} more stretches` : ''
  return {
    name: `Presence of ${player}: followed ${followed}${more}`,
    parts: seen.map(({ startSec, endSec }) => ({
      x: place(startSec),
      width: Math.max(1, Math.round((place(endSec) - place(startSec)) * 10) / 10),
    })),
    from: clock(0),
    to: clock(durationSec),
  }
}
