import t from 'tap'
import { readTime } from '../../../src/domain/job/service-time.ts'

// The zone of the machine must not matter; this one is an hour off UTC on that day.
process.env['TZ'] = 'Europe/Rome'

t.test('a time without a zone is UTC, whatever the zone of the machine', async (t) => {
  t.equal(new Date('2026-11-25T16:17:55').toISOString(), '2026-11-25T15:17:55.000Z', 'Rome')
  for (const text of [
    '2026-11-25T16:17:55',
    '2026-11-25 16:17:55',
    '2026-11-25T16:17:55.000000',
    '2026-11-25T16:17:55Z',
    '2026-11-25 16:17:55 UTC',
    '2026-11-25T16:17:55+00:00',
    '2026-11-25T17:17:55+01:00',
    '2026-11-25T17:17:55+0100',
    '2026-11-25T17:17:55+01',
    '2026-11-25T11:47:55-04:30',
  ]) {
    t.equal(readTime(text), '2026-11-25T16:17:55.000Z', text)
  }
})

t.test('fractions are kept to the millisecond', async (t) => {
  t.equal(readTime('2026-11-22T08:22:25.758969+00:00'), '2026-11-22T08:22:25.758Z')
  t.equal(readTime('2026-11-22T08:22:25,7'), '2026-11-22T08:22:25.700Z')
})

t.test('what is no time is none', async (t) => {
  for (const value of [
    null,
    1_700_000_000,
    '',
    'yesterday',
    '2026-11-25',
    '2026-13-25T16:17:55',
    '2026-11-25T25:17:55',
    '16:17',
    `${'2026-11-25T16:17:55'}${' '.repeat(50)}`,
  ]) {
    t.equal(readTime(value), null, String(value))
  }
})
