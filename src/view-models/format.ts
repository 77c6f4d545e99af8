/** Numbers and times as the screen shows them; null and unlikely values become words. */

/** Longer than any video: 100 hours. */
const LONGEST_SEC = 360_000

export const UNKNOWN_TIME = 'time unknown'

/** Seconds of the video as `mm:ss.t`, with hours if there are any: 62.94 -> `01:02.9`. */
export function clock(seconds: number | null): string {
  if (seconds === null || !(seconds >= 0 && seconds < LONGEST_SEC)) return UNKNOWN_TIME
  const tenths = Math.round(seconds * 10)
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(tenths / 36_000)
  const rest = `${two(Math.floor(tenths / 600) % 60)}:${two(Math.floor(tenths / 10) % 60)}.${tenths % 10}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** A ratio 0 to 1 as a whole percentage; null if it is not known. */
export function percent(ratio: number | null): string | null {
  return ratio === null ? null : `${Math.round(ratio * 100)} %`
}

/** A number as it is read in English: `20,000`. */
export function numberText(value: number): string {
  return value.toLocaleString('en')
}

/** `1 frame`, `32 frames`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

/** Letters that are written from right to left: Hebrew, Arabic and their relatives. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * Puts a name that is written from right to left into isolates (Unicode UAX 9), so that a number after it
 * stays after it. Isolates also work in titles and labels, where `<bdi>` cannot.
 */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name
}

/** `number 9`, as it stands in a sentence. */
export function numberWords(shirtNumber: number | null): string | null {
  return shirtNumber === null ? null : `number ${shirtNumber}`
}

/** Joins the names that are known. */
export function listed(names: readonly (string | null)[], separator = ', '): string {
  return names
    .filter((name) => name !== null)
    .map(isolated)
    .join(separator)
}

/** A warning if the service gives one id to several people; else null. */
export function sharedWords(bearers: number): string | null {
  return bearers > 1
    ? `this id stands for ${bearers} people here, so check that the box is around the player`
    : null
}

/** A point in time: for `datetime=`, and in words as UTC, which a script turns into local time. */
export interface Moment {
  iso: string
  text: string
}

export function moment(value: string | number | null): Moment | null {
  const date = new Date(value ?? Number.NaN)
  if (Number.isNaN(date.getTime())) return null
  const iso = date.toISOString()
  return { iso, text: `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC` }
}

/** The time of an event by another computer's clock, but never later than now. `now` as `Date.now()`. */
export function pastMoment(value: string | number | null, now: number): Moment | null {
  const said = moment(value)
  return said !== null && Date.parse(said.iso) > now ? moment(now) : said
}
