import t from 'tap'
import { driftWords } from '../../static/js/box-editor/words.js'
import {
  centred,
  fromTwoPoints,
  growAboutCentre,
  move,
  press,
  resize,
} from '../../static/js/box-rules.js'

const HD = { width: 1280, height: 720 }
const box = { left: 400, top: 300, width: 30, height: 90 }

t.test('moving stops at the frame and keeps the size', async (t) => {
  t.same(move(box, 1, -2, HD), { ...box, left: 401, top: 298 })
  t.same(move(box, 5000, 5000, HD), { ...box, left: 1250, top: 630 })
  t.same(move(box, -5000, -5000, HD), { ...box, left: 0, top: 0 })
})

t.test('an edge stops at the frame and 8 pixels before the opposite edge', async (t) => {
  t.same(resize(box, 'e', 10, 99, HD), { ...box, width: 40 })
  t.same(resize(box, 'e', -500, 0, HD), { ...box, width: 8 })
  t.same(resize(box, 'w', 500, 0, HD), { ...box, left: 422, width: 8 })
  t.same(resize(box, 'nw', -900, -900, HD), { left: 0, top: 0, width: 430, height: 390 })
  t.same(resize(box, 'se', 9000, 9000, HD), { ...box, width: 880, height: 420 })
})

t.test('growing keeps the centre, except where the frame is in the way', async (t) => {
  t.same(growAboutCentre(box, 1, HD), { left: 399, top: 299, width: 32, height: 92 })
  t.same(growAboutCentre(box, -20, HD), { left: 411, top: 320, width: 8, height: 50 })
  const atEdge = { left: 0, top: 0, width: 20, height: 20 }
  t.same(growAboutCentre(atEdge, 5, HD), { left: 0, top: 0, width: 30, height: 30 })
  t.same(growAboutCentre(box, 5000, HD), { left: 0, top: 0, ...HD })
})

t.test('two points too near give the smallest box, on the frame', async (t) => {
  t.same(fromTwoPoints({ x: 1279, y: 719 }, { x: 1280, y: 720 }, HD), {
    left: 1272,
    top: 712,
    width: 8,
    height: 8,
  })
})

t.test('a press does what the button says, and without a box puts one in the middle', async (t) => {
  t.same(press(box, 'left', 5, HD, null), { ...box, left: 395 })
  t.same(press(box, 'down', 25, HD, null), { ...box, top: 325 })
  t.same(press(box, 'shrink', 1, HD, null), { left: 401, top: 301, width: 28, height: 88 })
  t.same(press(box, 'reset', 1, HD, { ...box, top: 7 }), { ...box, top: 7 })
  t.same(press(box, 'nonsense', 1, HD, null), box)
  t.same(press(null, 'grow', 1, HD, null), centred(HD))
})

t.test('the drift from the suggestion is said in plain words', async (t) => {
  t.equal(driftWords(box, box), 'Same as the suggestion.')
  t.equal(
    driftWords(move(box, 12, -4, HD), box),
    'Against the suggestion: moved 12 px right, 4 px up.',
  )
  t.equal(driftWords(growAboutCentre(box, 1, HD), box), 'Against the suggestion: 9 % larger.')
  t.equal(
    driftWords(move(growAboutCentre(box, -1, HD), -3, 0, HD), box),
    'Against the suggestion: moved 3 px left; 9 % smaller.',
  )
  t.equal(
    driftWords({ left: 370, top: 330, width: 90, height: 30 }, box),
    'Against the suggestion: another shape.',
  )
  t.equal(driftWords(null, box), '')
})
