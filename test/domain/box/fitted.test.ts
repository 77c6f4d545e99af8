import fc from 'fast-check'
import t from 'tap'
import { Box } from '../../../src/contracts/box.ts'
import { compileIssues } from '../../../src/contracts/issues.ts'
import { fittedBox } from '../../../src/domain/box/fitted.ts'

t.test('a box that ends outside the frame is cut to it, and only then', async (t) => {
  const y = { y: 0.3, h: 0.22 }
  t.strictSame(fittedBox({ x: -0.02, w: 0.06, ...y }), { x: 0, w: 0.04, ...y })
  t.strictSame(fittedBox({ x: 0.930557, w: 0.069444, ...y }), { x: 0.930557, w: 0.069443, ...y })
  t.strictSame(fittedBox({ x: -1e-7, w: 0.05, ...y }), { x: 0, w: 0.05, ...y })
  t.strictSame(fittedBox({ x: 0.5, y: 0.9, w: 0.1, h: 0.3 }), { x: 0.5, y: 0.9, w: 0.1, h: 0.1 })
  t.strictSame(fittedBox({ x: -1, y: -1, w: 9, h: 9 }), { x: 0, y: 0, w: 1, h: 1 })
  const exact = { x: 0.312345678, y: 0.400000001, w: 0.0312345678, h: 0.123456789 }
  t.strictSame(fittedBox({ ...exact, tier: 1 }), exact, 'to the last digit')
})

t.test('what is no box on the frame is none', async (t) => {
  const box = { x: 0.1, y: 0.1, w: 0.1, h: 0.1 }
  for (const wrong of [
    null,
    [],
    'x',
    {},
    { ...box, x: '0.1' },
    { ...box, w: null },
    { ...box, w: 0 },
    { ...box, h: -0.1 },
    { ...box, x: 1.2 },
    { ...box, y: -0.5 },
    { x: 281, y: 216, w: 77, h: 158 },
    { ...box, x: 1 - 1e-9, w: 0.5 },
  ]) {
    t.equal(fittedBox(wrong), null, JSON.stringify(wrong))
  }
})

t.test('whatever numbers the service gives, what is left of the box may be sent', async (t) => {
  const issuesOf = compileIssues(Box)
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: -0.2, max: 1.2, noNaN: true }),
    fc.integer({ min: -5, max: 5 }),
  )
  fc.assert(
    fc.property(fc.record({ x: number, y: number, w: number, h: number }), (given) => {
      const box = fittedBox(given)
      return box === null || issuesOf(box).length === 0
    }),
    { numRuns: 2_000 },
  )
  t.pass()
})
