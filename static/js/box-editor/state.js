/** The editor's state, its acts and its history. Pure. @import * as Box from './types.ts' */
import {
  centred,
  fit,
  fromTwoPoints,
  growAboutCentre,
  move,
  press,
  resize,
  same,
  setField,
} from '../box-rules.js'

/** @type {Record<string, readonly [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
/** @type {Record<Box.Mode, Box.Mode>} */
const NEXT_MODE = { move: 'se', se: 'nw', nw: 'move' }

/** @param {Box.FrameSize} frame @param {Box.Content} now @param {Box.Content} suggestion @returns {Box.State} */
export const open = (frame, now, suggestion) => ({
  frame,
  suggestion,
  history: { past: [], now, future: [], tag: '' },
  mode: 'move',
  drag: null,
  armed: false,
  corner: null,
  zoom: 1,
})

/** @type {Box.ToFramePoint} */
export const toFramePoint = (pointer, shown, frame) => ({
  x: ((pointer.clientX - shown.left) * frame.width) / shown.width,
  y: ((pointer.clientY - shown.top) * frame.height) / shown.height,
})

/** @type {Box.Reduce} */
export const reduce = (state, action) => {
  const { history, frame, drag, corner, suggestion } = state
  const { now } = history
  const done = { ...state, drag: null, corner: null, armed: false }
  switch (action.type) {
    case 'grab':
      return { ...state, drag: { part: action.part, from: action.at, box: now, goesOn: false } }
    case 'drag':
      return drag ? dragTo(state, drag, action.at) : state
    case 'drop':
      return { ...state, drag: null }
    case 'tap':
      if (!corner) return { ...state, corner: action.at }
      return { ...done, history: commit(history, fromTwoPoints(corner, action.at, frame)) }
    case 'arm':
      return { ...done, armed: !state.armed }
    case 'cancel':
      if (drag?.goesOn) return { ...done, history: commit(history, drag.box, 'drag', true) }
      return drag || state.armed || corner ? done : { ...state, mode: 'move' }
    case 'mode':
      return { ...state, mode: NEXT_MODE[state.mode] }
    case 'key': {
      const box = now ? afterKey(state, now, action.key, action.step) : centred(frame)
      return { ...state, history: commit(history, box, action.key, action.repeat) }
    }
    case 'press': {
      const box = press(now, action.name, action.step, frame, suggestion)
      return { ...done, history: commit(history, box) }
    }
    case 'field': {
      const box = setField(now ?? centred(frame), action.name, action.value, frame)
      return { ...state, history: commit(history, box, 'field', action.goesOn) }
    }
    case 'restore':
      return { ...state, history: commit(history, fit(action.box, frame)) }
    case 'undo':
      return { ...done, history: undo(history) }
    case 'redo':
      return { ...done, history: redo(history) }
    case 'zoom':
      return { ...state, zoom: Math.max(1, Math.min(action.to, 8)) }
  }
}

/** @param {Box.State} state @param {Box.Drag} drag @param {Box.Point} at @returns {Box.State} */
function dragTo(state, drag, at) {
  const { frame } = state
  const { part, from } = drag
  const dx = Math.round(at.x - from.x)
  const dy = Math.round(at.y - from.y)
  let { box } = drag
  if (part === 'draw') box = fromTwoPoints(from, at, frame)
  else if (box) box = part === 'move' ? move(box, dx, dy, frame) : resize(box, part, dx, dy, frame)
  const history = commit(state.history, box, 'drag', drag.goesOn)
  const goesOn = drag.goesOn || history !== state.history
  return { ...state, history, drag: { ...drag, goesOn }, corner: null, armed: false }
}

/** @param {Box.State} state @param {Box.PixelBox} box @param {string} key @param {number} step */
function afterKey({ frame, mode }, box, key, step) {
  if (key === '+') return growAboutCentre(box, step, frame)
  if (key === '-') return growAboutCentre(box, -step, frame)
  const [x, y] = ARROWS[key] ?? [0, 0]
  if (mode === 'move') return move(box, x * step, y * step, frame)
  return resize(box, mode, x * step, y * step, frame)
}

/** @type {Box.Commit} */
const commit = (history, box, tag = '', goesOn = false) => {
  const { past, now } = history
  if (same(box, now)) return history
  if (!goesOn || tag !== history.tag) return { past: [...past, now], now: box, future: [], tag }
  // A gesture that came back to where it began leaves no step behind.
  const back = same(box, past.at(-1) ?? null)
  return back
    ? { past: past.slice(0, -1), now: box, future: [], tag: '' }
    : { past, now: box, future: [], tag }
}

/** @param {Box.History} history @returns {Box.History} */
function undo(history) {
  const { past, now, future } = history
  const before = past.at(-1)
  if (before === undefined) return history
  return { past: past.slice(0, -1), now: before, future: [now, ...future], tag: '' }
}

/** @param {Box.History} history @returns {Box.History} */
function redo(history) {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.now], now: next, future, tag: '' }
}
