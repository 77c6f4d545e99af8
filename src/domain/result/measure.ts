import { foreignText } from '../text/foreign-text.ts'
import { readableName } from '../text/readable-name.ts'
import type { KnownMeasure, MeasureGroup, Scale } from './measure-kinds.ts'

/** One row of the "Result" table: a number that explains itself. */
export interface Measure {
  /** The same in every version of the service. Comparisons match the rows of two jobs by it. */
  key: string
  /** The path of the number in the upstream's `result`. It may contain names that the upstream made up. */
  source: string
  group: MeasureGroup
  label: string
  /** The number as shown, in `unit`; null if there is no number. */
  value: number | null
  /** What the table and the CSV print: the number, `not measured` or `withheld`. */
  text: string
  /** Empty if the number has no unit. */
  unit: string
  range: string
  /** The same for every job. `meaningOf` adds what is special about this number. */
  meaning: string
  /** Why there is no number; null if the service does not say. */
  why: string | null
  /** The evidence for the number, such as frames and coverage. */
  sample: string
  /** True if the number is beyond its range. It is shown because the service said it, but it is not a rating. */
  outside: boolean
}

export type Absence = 'not measured' | 'withheld'

/** Everything about a row except its words and its number. */
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

/** The words for the meaning of a row, and for what is special about its number. */
export function meaningOf({ meaning, why, outside }: Measure): string {
  if (outside) return `Outside its range, so it cannot be right. ${meaning}`
  return why === null ? meaning : `${meaning} Not measured: ${why}`
}

function isOutside(value: number, { least, most }: Scale): boolean {
  return (least !== null && value < least) || (most !== null && value > most)
}

/** The row of a number that Touchline does not know. It is shown under its readable name. */
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

/** Rounds to six significant digits, which removes the noise of `0.07 * 100`. Whole numbers keep all digits. */
export function roundNumber(value: number): number {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(6))
  return rounded === 0 ? 0 : rounded
}
