import t from 'tap'
import { withDays } from '../../../src/domain/club/days.ts'
import { searchWords } from '../../../src/domain/club/words.ts'

const NOW = Date.UTC(2026, 10, 27, 5)
const daysIn = (text: string, now = NOW) =>
  withDays(searchWords(text), now).map((one) => (typeof one === 'string' ? one : `[${one.day}]`))

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

t.test('without a year it is the last such day', async (t) => {
  t.strictSame(daysIn('28 nov'), ['[2025-11-28]'])
  t.strictSame(daysIn('31.12.'), ['[2025-12-31]'])
  t.strictSame(daysIn('yesterday', Date.UTC(2026, 0, 1, 0, 5)), ['[2025-12-31]'])
})

t.test('what is no day stays words', async (t) => {
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
  ])
    t.strictSame(daysIn(text), text.split(' '), text)
  t.strictSame(daysIn('okafor 27 nov north'), ['okafor', '[2026-11-27]', 'north'])
  t.strictSame(daysIn('27 27 nov'), ['27', '[2026-11-27]'])
  t.strictSame(daysIn('today yesterday'), ['[2026-11-27]', '[2026-11-26]'])
})
