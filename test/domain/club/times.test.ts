import t from 'tap'
import { withTimes } from '../../../src/domain/club/times.ts'
import { searchWords } from '../../../src/domain/club/words.ts'

const NOW = Date.UTC(2026, 10, 27, 5)
const LENGTH = { day: 10, month: 7, year: 4 }
/** Words as they are, and times as `[2026-11-27]`, `[2026-11]`, `[2026]`. */
const daysIn = (text: string, now = NOW) =>
  withTimes(searchWords(text), now).map((one) =>
    typeof one === 'string'
      ? one
      : `[${new Date(one.from).toISOString().slice(0, LENGTH[one.unit])}]`,
  )

t.test('a day is found as people type it and as the list shows it', async (t) => {
  const cases: [string, string][] = [
    ['today', '2026-11-27'],
    ['Yesterday', '2026-11-26'],
    ['27 Nov', '2026-11-27'],
    ['27 november', '2026-11-27'],
    ['27. Nov.', '2026-11-27'],
    ['27 Nov 2026,', '2026-11-27'],
    ['3 Sept 2025', '2025-09-03'],
    ['27.11.2026', '2026-11-27'],
    ['7.1.', '2026-01-07'],
    ['27.11', '2026-11-27'],
    ['27/11/2026', '2026-11-27'],
    ['27/11', '2026-11-27'],
    ['Nov 27', '2026-11-27'],
    ['September 3, 2025', '2025-09-03'],
    ['2026-11-27', '2026-11-27'],
    ['2026-3-7', '2026-03-07'],
    ['29 Feb', '2024-02-29'],
  ]
  for (const [text, day] of cases) t.strictSame(daysIn(text), [`[${day}]`], text)
})

t.test('so are a month with its year, and a year', async (t) => {
  const cases: [string, string][] = [
    ['2026-11', '2026-11'],
    ['2026-3', '2026-03'],
    ['11.2026', '2026-11'],
    ['3/2025', '2025-03'],
    ['Nov 2026', '2026-11'],
    ['sept. 2025', '2025-09'],
    ['december, 2026', '2026-12'],
    ['2026', '2026'],
    ['1970', '1970'],
  ]
  for (const [text, name] of cases) t.strictSame(daysIn(text), [`[${name}]`], text)
})

t.test('a time ends where the next one begins', async (t) => {
  const spans: [string, number, number][] = [
    ['28 feb 2024', Date.UTC(2024, 1, 28), Date.UTC(2024, 1, 29)],
    ['feb 2024', Date.UTC(2024, 1, 1), Date.UTC(2024, 2, 1)],
    ['dec 2025', Date.UTC(2025, 11, 1), Date.UTC(2026, 0, 1)],
    ['2025', Date.UTC(2025, 0, 1), Date.UTC(2026, 0, 1)],
  ]
  for (const [text, from, to] of spans)
    t.match(withTimes(searchWords(text), NOW), [{ from, to }], text)
})

t.test('without a year it is the last such day', async (t) => {
  t.strictSame(daysIn('28 nov'), ['[2025-11-28]'])
  t.strictSame(daysIn('31.12.'), ['[2025-12-31]'])
  t.strictSame(daysIn('yesterday', Date.UTC(2026, 0, 1, 0, 5)), ['[2025-12-31]'])
})

t.test('what is no time stays words', async (t) => {
  for (const text of [
    'okafor 9',
    '30 feb',
    '31.11.2026',
    '2026-13-01',
    'nov',
    '27',
    '27 no',
    '11/27',
    'nov 31',
    '2026-13',
    '0.2026',
    '1913',
    '1969',
    '2101',
    'no 2101',
    '13/2025',
  ])
    t.strictSame(daysIn(text), text.split(' '), text)
  t.strictSame(daysIn('okafor 27 nov north'), ['okafor', '[2026-11-27]', 'north'])
  t.strictSame(daysIn('27 27 nov'), ['27', '[2026-11-27]'])
  t.strictSame(daysIn('today yesterday'), ['[2026-11-27]', '[2026-11-26]'])
})
