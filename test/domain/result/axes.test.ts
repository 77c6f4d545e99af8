import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { axesOf } from '../../../src/domain/result/axes.ts'

const STRIKER = [
  'Finishing',
  'Heading',
  'Positioning',
  'Composure',
  'Off-the-ball Movement',
  'Shot Power',
]

t.test('a striker always has the same axes in the same order', (t) => {
  fc.assert(
    fc.property(fc.shuffledSubarray(STRIKER, { minLength: 1 }), (named) =>
      assert.deepEqual(axesOf('Striker', named), STRIKER),
    ),
  )
  t.same(axesOf(' attaccante ', ['Heading']), STRIKER)
  t.end()
})

t.test('the order of another role holds for the axes that the service names', (t) => {
  t.same(axesOf('Goalkeeper', ['Zeal', 'Composure', 'Handling', 'Agility']), [
    'Handling',
    'Composure',
    'Agility',
    'Zeal',
  ])
  t.same(axesOf('Left wing-back', ['Passing', 'Tackling']), ['Tackling', 'Passing'])
  t.same(axesOf('Right Winger', ['Pace', 'Crossing']), ['Crossing', 'Pace'])
  t.same(axesOf('Attacking midfielder', ['Vision', 'Passing']), ['Passing', 'Vision'])
  t.end()
})

t.test('an unknown role has its axes by alphabet; without a skill there is no radar', (t) => {
  t.same(axesOf(null, ['b', 'a', 'b']), ['a', 'b'])
  t.same(axesOf('', ['b', 'a']), ['a', 'b'])
  t.same(axesOf('Striker', []), [])
  t.end()
})
