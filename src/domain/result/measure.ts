import { foreignText } from '../text/foreign-text.ts'
import { readableName } from '../text/readable-name.ts'
import type { KnownMeasure, MeasureGroup, Scale } from './measure-kinds.ts'

/** One row of the "Result" table: a number that explains itself. */
export interface Measure {
  /** The same for the same thing in every version of the service; rows of two jobs are compared by it. */
  key: string
  /** Where the number stands in the upstream's `result`; its names may be the upstream's own. */
  source: string
  group: MeasureGroup
  label: string
  /** As shown, in `unit`; null where there is no number. */
  value: number | null
  /** What the table and the CSV print: the number, `not measured` or `withheld`. */
  text: string
  /** Empty where the number has none. */
  unit: string
  range: string
  /** The same for every job; `meaningOf` adds what holds for this number alone. */
  meaning: string
  /** Why there is no number, where the service says it. */
  why: string | null
  /** What the number rests on: frames, coverage. */
  sample: string
  /** The number lies beyond its range: it is shown as what the service said, and is no rating. */
  outside: boolean
}

export type Absence = 'not measured' | 'withheld'

/** Where a row stands: everything about it but its words. */
interface Place {
  key: string
  source: string
  group: MeasureGroup
  sample: string
}

export function knownMeasure(
  place: Place,
  { label, scale, meaning }: KnownMeasure,
  raw: number | null,
  absence: Absence,
): Measure {
  const value = raw === null ? null : roundNumber(raw * scale.factor)
  const text = value === null ? absence : String(value)
  const outside = value !== null && isOutside(value, scale)
  return {
    ...place,
    label,
    value,
    text,
    unit: scale.unit,
    range: scale.range,
    meaning,
    why: null,
    outside,
  }
}

/** What a row says of its number: the meaning, and what is so of this one alone. */
export function meaningOf({ meaning, why, outside }: Measure): string {
  if (outside) return `Outside its range, so it cannot be right. ${meaning}`
  return why === null ? meaning : `${meaning} Not measured: ${why}`
}

function isOutside(value: number, { least, most }: Scale): boolean {
  return (least !== null && value < least) || (most !== null && value > most)
}

/** A number that this version knows nothing about is still shown, by its readable name. */
export function unknownMeasure(key: string, source: string, raw: number): Measure {
  const value = roundNumber(raw)
  return {
    key,
    source,
    group: 'other',
    label: readableName(foreignText(key) ?? ''),
    value,
    text: String(value),
    unit: '',
    range: 'not stated',
    meaning: 'The service reported this number; Touchline has no explanation for it.',
    why: null,
    sample: 'not stated',
    outside: false,
  }
}

/** Six significant digits at most, which removes the noise of `0.07 * 100`; whole numbers stay whole. */
export function roundNumber(value: number): number {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(6))
  return rounded === 0 ? 0 : rounded
}
