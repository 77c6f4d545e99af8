import fc from 'fast-check'
import t from 'tap'
import { Box } from '../../src/contracts/box.ts'
import { compileIssues } from '../../src/contracts/issues.ts'

const issuesOf = compileIssues(Box)
const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const side = fc.double({ min: Number.MIN_VALUE, max: 1, noNaN: true })

t.test('a box is taken exactly where it ends inside the frame', async (t) => {
  fc.assert(
    fc.property(fraction, fraction, side, side, (x, y, w, h) => {
      const holds = x + w <= 1 && y + h <= 1
      return (issuesOf({ x, y, w, h }).length === 0) === holds
    }),
    { numRuns: 2_000 },
  )
  t.pass()
})

t.test('a box whose far edge is the edge of the frame is taken', async (t) => {
  for (const box of [
    { x: 0, y: 0, w: 1, h: 1 },
    { x: 0.5, y: 0.5, w: 0.5, h: 0.5 },
    { x: 0.9, y: 0, w: 0.1, h: 1 },
    { x: -0, y: 0, w: 1, h: 1 },
  ]) {
    t.strictSame(issuesOf(box), [])
  }
})

t.test('a number outside its range is named by its side, whatever it is', async (t) => {
  const outside = fc.oneof(
    fc.double({ max: -Number.MIN_VALUE, noNaN: true }),
    fc.double({ min: 1.000001, noNaN: true }),
    fc.constantFrom<unknown>('0.5', null, true, [], {}, Number.NaN),
  )
  fc.assert(
    fc.property(fc.constantFrom('x', 'y', 'w', 'h'), outside, (name, value) => {
      const box = { x: 0.1, y: 0.1, w: 0.2, h: 0.2, [name]: value }
      return issuesOf(box).some(({ path }) => path === `$.${name}`)
    }),
  )
  t.pass()
})
