/** A day, month or year in a search. It is in UTC, like the times of a row. */
interface SearchedTime {
  /** The typed words, folded, because a team may have such a name. */
  words: readonly string[]
  unit: 'day' | 'month' | 'year'
  /** When it begins, and (`to`) when the next one begins, milliseconds since the epoch. */
  from: number
  to: number
}

/** What a row must match: a folded word or a time. */
export type Sought = string | SearchedTime

export const DAY_MS = 24 * 60 * 60_000

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
]

/** Most words of one day: `27 nov 2026` has three. */
const MOST_WORDS = 3

/** Turns words that name a time into times, and keeps the other words. `now`: milliseconds, as `Date.now()`. */
export function withTimes(words: readonly string[], now: number): Sought[] {
  const found: Sought[] = []
  for (let at = 0; at < words.length; ) {
    const time = timeAt(words, at, now)
    found.push(time ?? words[at]!)
    at += time?.words.length ?? 1
  }
  return found
}

function timeAt(words: readonly string[], at: number, now: number): SearchedTime | null {
  for (let length = MOST_WORDS; length > 0; length -= 1) {
    if (at + length > words.length) continue
    const typed = words.slice(at, at + length)
    const time = timeOf(typed.join(' '), now)
    if (time !== null) return { words: typed, ...time }
  }
  return null
}

function timeOf(phrase: string, now: number): Omit<SearchedTime, 'words'> | null {
  const from = beginOf(phrase, now)
  return from === null ? longerOf(phrase) : { unit: 'day', from, to: from + DAY_MS }
}

/** A month or a year: `2026-11`, `11.2026`, `11/2026`, `nov 2026`, `2026`. */
function longerOf(phrase: string): Omit<SearchedTime, 'words'> | null {
  if (/^(19[7-9]|20\d)\d$/.test(phrase)) return spanOf('year', Number(phrase), 0, 12)
  const iso = /^(\d{4})-(\d{1,2})$/.exec(phrase)
  const numbers = /^(\d{1,2})[./](\d{4})$/.exec(phrase)
  const named = /^([a-z]{3,})\.?,? (\d{4})$/.exec(phrase)
  const year = Number(iso?.[1] ?? numbers?.[2] ?? named?.[2])
  const month = named ? monthOf(named[1]!) : Number(iso?.[2] ?? numbers?.[1])
  return year >= 1970 && month >= 1 && month <= 12 ? spanOf('month', year, month - 1, 1) : null
}

/** @param month counted from 0 */
function spanOf(unit: SearchedTime['unit'], year: number, month: number, months: number) {
  return { unit, from: Date.UTC(year, month), to: Date.UTC(year, month + months) }
}

function beginOf(phrase: string, now: number): number | null {
  const today = now - (now % DAY_MS)
  if (phrase === 'today') return today
  if (phrase === 'yesterday') return today - DAY_MS
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(phrase)
  if (iso) return dateOf(iso[1], Number(iso[2]), iso[3], now)
  const numbers = /^(\d{1,2})([./])(\d{1,2})(?:\2(\d{4})?)?$/.exec(phrase)
  if (numbers) return dateOf(numbers[4], Number(numbers[3]), numbers[1], now)
  const named = /^(\d{1,2})\.? ([a-z]{3,})\.?,?(?: (\d{4}),?)?$/.exec(phrase)
  if (named) return dateOf(named[3], monthOf(named[2]!), named[1], now)
  const monthFirst = /^([a-z]{3,})\.? (\d{1,2}),?(?: (\d{4}),?)?$/.exec(phrase)
  return monthFirst && dateOf(monthFirst[3], monthOf(monthFirst[1]!), monthFirst[2], now)
}

/** 1 to 12, also for short forms such as `nov` and `sept`; 0 if the word is not a month. */
function monthOf(word: string): number {
  return MONTHS.findIndex((month) => month.startsWith(word)) + 1
}

/** The start of a day. Without a year, the latest such day up to today. Null if it does not exist, as 30 February. */
function dateOf(
  year: string | undefined,
  month: number,
  day: string | undefined,
  now: number,
): number | null {
  if (year !== undefined) return realDay(Number(year), month, Number(day))
  const thisYear = new Date(now).getUTCFullYear()
  // The last 29 February may be up to eight years ago.
  const years = Array.from({ length: 9 }, (_, ago) => thisYear - ago)
  const days = years.map((one) => realDay(one, month, Number(day)))
  return days.find((from) => from !== null && from <= now) ?? null
}

function realDay(year: number, month: number, day: number): number | null {
  const from = Date.UTC(year, month - 1, day)
  const date = new Date(from)
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal && year >= 1970 ? from : null
}
