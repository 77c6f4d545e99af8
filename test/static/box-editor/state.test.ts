// One file: half of it makes a person's acts out of random numbers, and the first test needs all of that.

import fc from 'fast-check'
import t from 'tap'
import { faults } from '../../../src/domain/box/box.ts'
import { open, reduce, toFramePoint } from '../../../static/js/box-editor/state.js'
import type {
  Action,
  Content,
  FrameSize,
  PixelBox,
  State,
} from '../../../static/js/box-editor/types.ts'
import { FIELDS, fit, same } from '../../../static/js/box-rules.js'

/** A person's act with the pointer on a screen, or with a key or a button. */
type Act =
  | { do: 'drag'; part: string; from: Screen; by: Screen; steps: number }
  | { do: 'tap'; at: Screen }
  | { do: 'hold'; key: string; step: number; times: number }
  | { do: 'action'; action: Action }
interface Screen {
  x: number
  y: number
}

const DPRS = [1, 1.5, 3]
const PARTS = ['move', 'draw', 'n', 's', 'w', 'e', 'nw', 'ne', 'sw', 'se']
const KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', '+', '-']
const NAMES = ['left', 'right', 'up', 'down', 'grow', 'shrink', 'reset', 'unknown']

const pixels = fc.double({ min: -400, max: 4400, noNaN: true })
const onScreen = fc.record({ x: pixels, y: pixels })
const aBox = fc.record({ left: pixels, top: pixels, width: pixels, height: pixels })
const aFrame = fc.oneof(
  fc.constant({ width: 1280, height: 720 }),
  fc.record({
    width: fc.integer({ min: 1, max: 4000 }),
    height: fc.integer({ min: 1, max: 4000 }),
  }),
)

const anAct: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    do: fc.constant('drag' as const),
    part: fc.constantFrom(...PARTS),
    from: onScreen,
    by: fc.record({
      x: fc.integer({ min: -900, max: 900 }),
      y: fc.integer({ min: -900, max: 900 }),
    }),
    steps: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ do: fc.constant('tap' as const), at: onScreen }),
  fc.record({
    do: fc.constant('hold' as const),
    key: fc.constantFrom(...KEYS),
    step: fc.constantFrom(1, 10),
    times: fc.integer({ min: 1, max: 30 }),
  }),
  fc
    .oneof(
      fc.record({
        type: fc.constant('press' as const),
        name: fc.constantFrom(...NAMES),
        step: fc.constantFrom(1, 5, 10, 25),
      }),
      fc.record({
        type: fc.constant('field' as const),
        name: fc.constantFrom(...FIELDS),
        value: pixels,
        goesOn: fc.boolean(),
      }),
      fc.record({
        type: fc.constant('zoom' as const),
        to: fc.double({ min: 0, max: 20, noNaN: true }),
      }),
      fc.record({
        type: fc.constantFrom('arm', 'cancel', 'mode', 'undo', 'redo', 'drop'),
      }) as fc.Arbitrary<Action>,
    )
    .map((action) => ({ do: 'action' as const, action })),
)

/** The actions that the element makes of one act, on a stage 900 CSS pixels wide at zoom 1. */
function actionsOf(act: Act, state: State, dpr: number): Action[] {
  const width = 900 * state.zoom
  const shown = {
    left: 16.5,
    top: 240.25,
    width,
    height: (width * state.frame.height) / state.frame.width,
  }
  // A pointer lands on device pixels.
  const at = ({ x, y }: Screen) =>
    toFramePoint(
      { clientX: Math.round(x * dpr) / dpr, clientY: Math.round(y * dpr) / dpr },
      shown,
      state.frame,
    )
  if (act.do === 'action') return [act.action]
  if (act.do === 'tap') return [{ type: 'tap', at: at(act.at) }]
  if (act.do === 'hold') {
    const { key, step } = act
    return Array.from({ length: act.times }, (_, nth) => ({
      type: 'key',
      key,
      step,
      repeat: nth > 0,
    }))
  }
  const { from, by, steps } = act
  const along = (nth: number) =>
    at({ x: from.x + (by.x * nth) / steps, y: from.y + (by.y * nth) / steps })
  const moves = Array.from({ length: steps }, (_, nth) => ({
    type: 'drag' as const,
    at: along(nth + 1),
  }))
  return [{ type: 'grab', part: act.part, at: at(from) }, ...moves, { type: 'drop' }]
}

/** How far the right and the bottom edge are, to the precision of the fields. */
const edge = (start: number, side: number) => Math.round((start + side) * 10) / 10

/** Whether the edges that the act does not name are where they were. */
function untouchedStay(before: PixelBox, after: PixelBox, part: string): boolean {
  return (
    (part.includes('w') || before.left === after.left) &&
    (part.includes('n') || before.top === after.top) &&
    (part.includes('e') || edge(before.left, before.width) === edge(after.left, after.width)) &&
    (part.includes('s') || edge(before.top, before.height) === edge(after.top, after.height))
  )
}

function onlyTheMovedMoved(act: Act, state: State, before: Content, after: Content): boolean {
  if (before === null || after === null || act.do === 'tap') return true
  const sameSize = before.width === after.width && before.height === after.height
  if (act.do === 'drag') {
    if (act.part === 'draw') return true
    return act.part === 'move' ? sameSize : untouchedStay(before, after, act.part)
  }
  if (act.do === 'hold' && act.key.startsWith('Arrow')) {
    return state.mode === 'move' ? sameSize : untouchedStay(before, after, state.mode)
  }
  if (act.do === 'action' && act.action.type === 'field') {
    const { name } = act.action
    return FIELDS.every((field) => field === name || before[field] === after[field])
  }
  return true
}

const obeys = (box: Content, frame: FrameSize) => box === null || faults(box, frame).length === 0

t.test(
  'after any acts the box is inside, never tiny, and only what was moved has moved',
  async () => {
    fc.assert(
      fc.property(
        aFrame,
        fc.option(aBox),
        fc.option(aBox),
        fc.constantFrom(...DPRS),
        fc.array(anAct, { minLength: 1, maxLength: 12 }),
        (frame, start, hint, dpr, acts) => {
          const first = start && fit(start, frame)
          let state = open(frame, first, hint && fit(hint, frame))
          for (const act of acts) {
            const before = state
            for (const action of actionsOf(act, state, dpr)) {
              state = reduce(state, action)
              if (!obeys(state.history.now, frame)) return false
            }
            if (state.zoom < 1 || state.zoom > 8) return false
            if (!onlyTheMovedMoved(act, before, before.history.now, state.history.now)) return false
            const gained = state.history.past.length - before.history.past.length
            if (act.do !== 'action' && gained > 1) return false
          }
          const last = state.history.now
          const steps = state.history.past.length
          for (let n = 0; n < steps; n++) state = reduce(state, { type: 'undo' })
          if (!same(state.history.now, first)) return false
          for (let n = 0; n < steps; n++) state = reduce(state, { type: 'redo' })
          return same(state.history.now, last)
        },
      ),
      { numRuns: 10_000 },
    )
  },
)

t.test(
  'the same drag gives the same frame pixels at every zoom and device pixel ratio',
  async () => {
    const frame = { width: 1280, height: 720 }
    const box = { left: 400.3, top: 300, width: 30, height: 90 }
    fc.assert(
      fc.property(
        fc.constantFrom(...PARTS.filter((part) => part !== 'draw')),
        fc.integer({ min: -300, max: 300 }),
        fc.integer({ min: -200, max: 200 }),
        fc.double({ min: 1, max: 8, noNaN: true }),
        fc.constantFrom(...DPRS),
        (part, dx, dy, zoom, dpr) => {
          const shown = {
            left: 7.3 - 100 * zoom,
            top: 12.1,
            width: 1280 * zoom,
            height: 720 * zoom,
          }
          const at = (x: number, y: number) => {
            const clientX = Math.round((shown.left + x * zoom) * dpr) / dpr
            const clientY = Math.round((shown.top + y * zoom) * dpr) / dpr
            return toFramePoint({ clientX, clientY }, shown, frame)
          }
          const drag = (from: { x: number; y: number }, to: { x: number; y: number }) =>
            [
              { type: 'grab', part, at: from } as const,
              { type: 'drag', at: to } as const,
              { type: 'drop' } as const,
            ].reduce(reduce, open(frame, box, null)).history.now!
          const wanted = drag({ x: 415, y: 345 }, { x: 415 + dx, y: 345 + dy })
          const got = drag(at(415, 345), at(415 + dx, 345 + dy))
          return (['left', 'top', 'width', 'height'] as const).every(
            (field) => Math.abs(wanted[field] - got[field]) <= 1 + 1e-9,
          )
        },
      ),
      { numRuns: 5_000 },
    )
  },
)

t.test(
  'a held key, a drag and a visit to a field are one step each, and 60 steps can be undone',
  async (t) => {
    const frame = { width: 1280, height: 720 }
    const start = { left: 100, top: 100, width: 30, height: 90 }
    let state = open(frame, start, start)
    const act = (action: Action) => {
      state = reduce(state, action)
    }
    for (let n = 0; n < 20; n++) act({ type: 'key', key: 'ArrowRight', step: 1, repeat: n > 0 })
    t.equal(state.history.past.length, 1)
    t.equal(state.history.now?.left, 120)
    act({ type: 'key', key: 'ArrowRight', step: 10, repeat: false })
    t.equal(state.history.past.length, 2, 'a second press is a second step')
    act({ type: 'undo' })
    t.equal(state.history.now?.left, 120)
    act({ type: 'grab', part: 'move', at: { x: 0, y: 0 } })
    act({ type: 'drag', at: { x: 5, y: 5 } })
    act({ type: 'drag', at: { x: 0, y: 0 } })
    act({ type: 'drop' })
    t.equal(state.history.past.length, 1, 'a drag that came back is no step')
    for (let n = 0; n < 60; n++) act({ type: 'key', key: 'ArrowDown', step: 1, repeat: false })
    for (let n = 0; n < 61; n++) act({ type: 'undo' })
    t.same(state.history.now, start)
  },
)

t.test('Escape gives up a drag, then the drawing, then the resize mode', async (t) => {
  const frame = { width: 1280, height: 720 }
  const start = { left: 100, top: 100, width: 30, height: 90 }
  const after = (...actions: Action[]) => actions.reduce(reduce, open(frame, start, null))
  const grab: Action = { type: 'grab', part: 'e', at: { x: 0, y: 0 } }
  const dragged = after(grab, { type: 'drag', at: { x: 40, y: 0 } }, { type: 'cancel' })
  t.same(dragged.history.now, start)
  t.equal(dragged.drag, null)
  const drawing = after(
    { type: 'mode' },
    { type: 'arm' },
    { type: 'tap', at: { x: 5, y: 5 } },
    { type: 'cancel' },
  )
  t.match(drawing, { corner: null, armed: false, mode: 'se' })
  t.equal(reduce(drawing, { type: 'cancel' }).mode, 'move')
})

t.test('two clicks in any order draw the box, and the drawing ends', async (t) => {
  const state = [
    { type: 'arm' } as const,
    { type: 'tap', at: { x: 430.4, y: 390 } } as const,
    { type: 'tap', at: { x: 400, y: 299.6 } } as const,
  ].reduce(reduce, open({ width: 1280, height: 720 }, null, null))
  t.same(state.history.now, { left: 400, top: 300, width: 30, height: 90 })
  t.match(state, { armed: false, corner: null })
})

t.test('what changes nothing is no step of undo', async (t) => {
  const frame = { width: 1280, height: 720 }
  const box = { left: 400, top: 300, width: 30, height: 90 }
  const at = (x: number, y: number) => ({ x, y })
  const past = (...actions: Action[]) =>
    actions.reduce(reduce, open(frame, box, box)).history.past.length
  t.equal(past({ type: 'press', name: 'reset', step: 1 }), 0, 'the suggestion again')
  t.equal(past({ type: 'field', name: 'left', value: 400, goesOn: false }), 0, 'the same number')
  const there = [
    { type: 'grab', part: 'move', at: at(410, 310) },
    { type: 'drag', at: at(500, 400) },
  ] as const
  t.equal(past(...there, { type: 'drop' }), 1)
  t.equal(past(...there, { type: 'drag', at: at(410, 310) }, { type: 'drop' }), 0, 'and back')
})
