import fc from 'fast-check'
import t from 'tap'
import {
  boxFromClicks,
  boxFromFields,
  faults,
  fractionsForWire,
  isOnFrame,
  overlap,
  suggestedPixels,
  toPixels,
} from '../../../src/domain/box/box.ts'

const HD = { width: 1280, height: 720 }
const TRACK_8 = { x: 0.312345678, y: 0.400000001, w: 0.0312345678, h: 0.123456789 }

const aFrame = fc.record({
  width: fc.integer({ min: 1, max: 8192 }),
  height: fc.integer({ min: 1, max: 8192 }),
})
const fraction = fc.double({ min: 0, max: 1, noNaN: true })
/** How much of the room to the far edge is taken; often all of it, where the sums are delicate. */
const share = fc.oneof(fraction, fc.constant(1))
/** As the service judges a box, written down here a second time: what is tested does not judge itself. */
const isTakenByService = ({ x, y, w, h }: Record<'x' | 'y' | 'w' | 'h', number>) =>
  [x, y].every((edge) => edge >= 0) &&
  [w, h].every((side) => side > 0) &&
  [x + w, y + h].every((end) => end <= 1)
const aBoxOnFrame = fc
  .tuple(fraction, fraction, share, share)
  .map(([x, y, w, h]) => ({ x, y, w: w * (1 - x), h: h * (1 - y) }))
  .filter(isTakenByService)

t.test(
  'a box is on the frame where none of its edges is outside and no side is nothing',
  async (t) => {
    const rows: [number, number, number, number, boolean][] = [
      [0, 0, 1, 1, true],
      [0.5, 0.5, 0.5, 0.5, true],
      [0, 0, Number.MIN_VALUE, Number.MIN_VALUE, true],
      [-0.000001, 0, 0.1, 0.1, false],
      [0, -0.000001, 0.1, 0.1, false],
      [0.1, 0.1, 0, 0.1, false],
      [0.1, 0.1, 0.1, 0, false],
      [0.1, 0.1, -0.1, 0.1, false],
      [0.9, 0, 0.100001, 0.1, false],
      [0, 0.9, 0.1, 0.100001, false],
      // The smallest step beyond the edge is outside.
      [0.7, 0.7, 0.3, 0.3, true],
      [0.9, 0.9, 0.1 + 2 ** -52, 0.1, false],
      [Number.NaN, 0, 0.1, 0.1, false],
    ]
    for (const [x, y, w, h, wanted] of rows)
      t.equal(isOnFrame({ x, y, w, h }), wanted, `${[x, y, w, h]}`)
    const wild = fc.double({ min: -0.5, max: 1.5, noNaN: true })
    t.doesNotThrow(() =>
      fc.assert(
        fc.property(fc.record({ x: wild, y: wild, w: wild, h: wild }), (box) => {
          return isOnFrame(box) === isTakenByService(box)
        }),
      ),
    )
  },
)

t.test('an unchanged suggestion goes back to the bit', async (t) => {
  fc.assert(
    fc.property(aBoxOnFrame, aFrame, (box, frame) =>
      Object.is(fractionsForWire(toPixels(box, frame), frame, box), box),
    ),
  )
  t.same(fractionsForWire(toPixels(TRACK_8, HD), HD, TRACK_8), TRACK_8)
})

t.test('every box that has no fault is on the frame as sent, the sums included', async () => {
  fc.assert(
    fc.property(aBoxOnFrame, aFrame, (box, frame) => {
      const px = suggestedPixels(box, frame)!
      const sent = fractionsForWire(px, frame, null)
      return faults(px, frame).length === 0 && isTakenByService(sent)
    }),
    { numRuns: 5000 },
  )
})

t.test('pixels survive the way to fractions and back', async () => {
  fc.assert(
    fc.property(aBoxOnFrame, aFrame, (box, frame) => {
      const px = suggestedPixels(box, frame)!
      const back = toPixels(fractionsForWire(px, frame, null), frame)
      return JSON.stringify(back) === JSON.stringify(px)
    }),
  )
})

t.test(
  'a suggestion that the rules refuse is fitted, and the fitted box is what is sent',
  async (t) => {
    const far = { x: 0.999, y: 0.5, w: 0.0008, h: 0.002 }
    const px = suggestedPixels(far, HD)!
    t.same(px, { left: 1272, top: 360, width: 8, height: 8 })
    t.same(fractionsForWire(px, HD, far), { x: 0.99375, y: 0.5, w: 0.00625, h: 0.011111 })
    const outside = { x: -0.00001, y: 0, w: 0.1, h: 0.1 }
    t.equal(fractionsForWire(toPixels(outside, HD), HD, outside).x, 0)
  },
)

t.test('a fault names the field and the rule in plain words', async (t) => {
  const rows: [number, number, number, number, string[]][] = [
    [0, 0, 1280, 720, []],
    [0, 0, 8, 8, []],
    [-1, 0, 20, 20, ['left: Left must be from 0 to 1272 pixels.']],
    [1273, 0, 8, 8, ['left: Left must be from 0 to 1272 pixels.']],
    [1270, 0, 20, 20, ['width: Width must be from 8 to 10 pixels.']],
    [0, 700.5, 20, 20, ['height: Height must be from 8 to 19.5 pixels.']],
    [
      -1,
      0,
      2,
      7.9,
      [
        'left: Left must be from 0 to 1272 pixels.',
        'width: Width must be from 8 to 1280 pixels.',
        'height: Height must be from 8 to 720 pixels.',
      ],
    ],
    [Number.NaN, 0, 20, 20, ['left: Left must be from 0 to 1272 pixels.']],
  ]
  for (const [left, top, width, height, wanted] of rows) {
    const found = faults({ left, top, width, height }, HD)
    t.same(
      found.map(({ field, message }) => `${field}: ${message}`),
      wanted,
    )
  }
})

t.test('on a frame under 8 pixels the whole side is the least', async (t) => {
  const tiny = { width: 5, height: 300 }
  t.same(faults({ left: 0, top: 0, width: 5, height: 8 }, tiny), [])
  t.equal(
    faults({ left: 0, top: 0, width: 4, height: 8 }, tiny)[0]?.message,
    'Width must be from 5 to 5 pixels.',
  )
})

t.test('fields are read as typed, and what is no number is said', async (t) => {
  t.same(boxFromFields({ left: ' 12 ', top: '3.14', width: '40', height: '9e1' }).box, {
    left: 12,
    top: 3.1,
    width: 40,
    height: 90,
  })
  const { box, faults } = boxFromFields({ left: '', top: 'ten', width: 'Infinity' })
  t.equal(box, null)
  t.same(
    faults.map(({ message }) => message),
    [
      'Left must be a number of pixels.',
      'Top must be a number of pixels.',
      'Width must be a number of pixels.',
      'Height must be a number of pixels.',
    ],
  )
})

t.test('the overlap is the intersection over the union', async (t) => {
  const box = { x: 0.2, y: 0.2, w: 0.2, h: 0.2 }
  t.equal(overlap(box, box), 1)
  t.equal(overlap(box, { ...box, x: 0.4 }), 0)
  t.ok(Math.abs(overlap(box, { ...box, x: 0.3 }) - 1 / 3) < 1e-9)
})

t.test(
  'two clicks without script make a box, and the point 0,0 that Enter sends is none',
  async (t) => {
    t.equal(boxFromClicks({}, HD), null)
    t.equal(boxFromClicks({ 'point.x': '0', 'point.y': '0' }, HD), null)
    t.equal(boxFromClicks({ 'point.x': 'NaN', 'point.y': '4' }, HD), null)
    t.same(boxFromClicks({ 'point.x': '430', 'point.y': '390' }, HD), {
      corner: { x: 430, y: 390 },
    })
    const second = { 'point.x': '400', 'point.y': '300', 'corner.x': '430', 'corner.y': '390' }
    t.same(boxFromClicks(second, HD), { box: { left: 400, top: 300, width: 30, height: 90 } })
    const enter = { 'point.x': '0', 'point.y': '0', 'corner.x': '430', 'corner.y': '390' }
    t.equal(boxFromClicks(enter, HD), null)
  },
)
