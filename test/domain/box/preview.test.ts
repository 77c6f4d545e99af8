import t from 'tap'
import { readPreview } from '../../../src/domain/box/preview.ts'

const HD = { width: 1280, height: 720 }
const suggestion = { left: 600.3, top: 300, width: 40, height: 96 }
const typed = { left: '10', top: '20', width: '30', height: '90' }
const box = { left: 10, top: 20, width: 30, height: 90 }

t.test('a query without a box shows the box to start from', async (t) => {
  const shown = readPreview({ track: '8' }, HD, suggestion, suggestion)
  t.same(shown, { box: suggestion, typed: null, faults: [], corner: null, step: 1 })
  t.match(readPreview({}, HD, null, null), { box: null, typed: null, faults: [] })
})

t.test('a typed box is shown as typed', async (t) => {
  t.match(readPreview(typed, HD, suggestion, suggestion), { box, typed, faults: [] })
})

t.test(
  'a box that cannot be is drawn at its nearest, with the faults and the text as typed',
  async (t) => {
    const shown = readPreview({ ...typed, left: '5000' }, HD, suggestion, suggestion)
    t.same(shown.box, { ...box, left: 1250 })
    t.match(shown, { typed: { left: '5000' }, faults: [{ field: 'left' }] })
    const unread = readPreview({ ...typed, top: '' }, HD, suggestion, suggestion)
    t.match(unread, { box: null, typed: { top: '' }, faults: [{ field: 'top' }] })
  },
)

t.test('a press actions by a step from the list, on a typed box or on none', async (t) => {
  const press = (query: Record<string, string>) => readPreview(query, HD, null, suggestion)
  t.match(press({ ...typed, nudge: 'right', step: '10' }), {
    box: { ...box, left: 20 },
    step: 10,
  })
  t.match(press({ ...typed, nudge: 'right', step: '1e9' }), { box: { ...box, left: 11 }, step: 1 })
  t.match(press({ ...typed, left: 'x', nudge: 'reset' }), { box: suggestion, faults: [] })
  t.match(press({ nudge: 'grow' }).box, { width: 52, height: 100 })
})

t.test('the first click keeps the box and the second replaces it', async (t) => {
  const first = { ...typed, 'point.x': '430', 'point.y': '390' }
  t.match(readPreview(first, HD, null, null), { box, corner: { x: 430, y: 390 } })
  const second = {
    ...typed,
    'point.x': '400',
    'point.y': '300',
    'corner.x': '430',
    'corner.y': '390',
  }
  const drawn = { left: 400, top: 300, width: 30, height: 90 }
  t.match(readPreview(second, HD, null, null), { box: drawn, corner: null })
})
