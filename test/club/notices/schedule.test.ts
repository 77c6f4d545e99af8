import t from 'tap'
import { askedWait, waitAfter } from '../../../src/domain/club/notice.ts'

const HOUR = 60 * 60_000

t.test('after 5 s, 30 s, 2 min, 10 min, 1 h, then every 6 h for three days', async (t) => {
  const waits = Array.from({ length: 19 }, (_, i) => waitAfter(i + 1))
  t.strictSame(waits.slice(0, 5), [5_000, 30_000, 120_000, 600_000, HOUR])
  t.strictSame(waits.slice(5, 17), Array(12).fill(6 * HOUR))
  t.strictSame(waits.slice(17), [null, null])
})

t.test('a receiver may ask for more, up to six hours, and for no less', async (t) => {
  t.equal(waitAfter(1, 60_000), 60_000)
  t.equal(waitAfter(1, 1_000), 5_000)
  t.equal(waitAfter(1, 99 * HOUR), 6 * HOUR)
  t.equal(waitAfter(18, 60_000), null)
})

t.test(
  'what a receiver asks for is seconds or a date; anything else asks for nothing',
  async (t) => {
    const now = Date.UTC(2026, 10, 27, 10)
    for (const [text, ms] of [
      ['120', 120_000],
      [' 7 ', 7_000],
      ['0', 0],
      ['Fri, 27 Nov 2026 10:00:30 GMT', 30_000],
      ['Fri, 27 Nov 2026 09:00:00 GMT', 0],
      ['-1', 0],
      ['1.5', 0],
      ['99999999999999999999', 0],
      ['2027', 2_027_000],
      ['soon', 0],
      ['', 0],
      [undefined, 0],
    ] as const)
      t.equal(askedWait(text, now), ms, String(text))
  },
)
