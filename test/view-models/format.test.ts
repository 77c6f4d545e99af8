import fc from 'fast-check'
import t from 'tap'
import { clock, count, isolated, listed, moment, percent } from '../../src/view-models/format.ts'

t.test(
  'a time of the video is minutes, seconds and tenths, with hours where there are any',
  (t) => {
    t.equal(clock(0), '00:00.0')
    t.equal(clock(2.909), '00:02.9')
    t.equal(clock(59.96), '01:00.0')
    t.equal(clock(3723.44), '1:02:03.4')
    t.equal(clock(null), 'time unknown')
    t.equal(clock(-1), 'time unknown')
    t.end()
  },
)

t.test('no time of the video is ever shown with sixty seconds or minutes', async () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 100_000, noNaN: true }), (seconds) =>
      /^(\d+:)?[0-5]\d:[0-5]\d\.\d$/.test(clock(seconds)),
    ),
  )
})

t.test('a ratio is a whole percentage, and what is not known stays unknown', async (t) => {
  t.equal(percent(0.9375), '94 %')
  t.equal(percent(0), '0 %')
  t.equal(percent(null), null)
})

t.test('one thing is not many', async (t) => {
  t.equal(count(1, 'frame'), '1 frame')
  t.equal(count(0, 'frame'), '0 frames')
})

t.test('a moment that cannot be read is none', async (t) => {
  t.same(moment('2026-11-22T08:22:25.758969+01:00'), {
    iso: '2026-11-22T07:22:25.758Z',
    text: '2026-11-22 07:22:25 UTC',
  })
  t.equal(moment('soon'), null)
  t.equal(moment(null), null)
})

t.test('a name that is written from right to left is kept apart from what follows', async (t) => {
  t.equal(isolated('M. Bianchi'), 'M. Bianchi')
  for (const name of ['محمد', 'דוד', 'A محمد']) t.equal(isolated(name), `\u2068${name}\u2069`)
  t.equal(listed(['A', null, 'محمد', 'U17']), 'A, \u2068محمد\u2069, U17')
  t.equal(listed([null]), '')
})
