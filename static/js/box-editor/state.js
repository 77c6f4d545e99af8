/**
 * The editor's state, its actions and its history. Pure.
 *
 * @import * as Box from './types.ts'
 */
import { centred, fit, fromTwoPoints, press, resize, same, setField } from '../box-rules.js'

/** Plus and minus share their keys with = and _ on many keyboards. @type {Record<string, string>} */
const SIGNS = { '+': 'grow', '=': 'grow', '-': 'shrink', _: 'shrink' }

/** The press that a key stands for, if any. @param {string} key */
export const pressOf = (key) => SIGNS[key] ?? /^Arrow(.+)/.exec(key)?.[1]?.toLowerCase()

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
      return { ...state, drag: { part: action.part, from: action.at, box: now } }
    case 'drag':
      if (!drag) return state
      return {
        ...done,
        drag,
        history: commit(history, boxOfDrag(drag, action.at, frame), drag, true),
      }
    case 'drop':
      return { ...state, drag: null }
    case 'tap':
      if (!corner) return { ...state, corner: action.at }
      return { ...done, history: commit(history, fromTwoPoints(corner, action.at, frame)) }
    case 'arm':
      return { ...done, armed: !state.armed }
    case 'cancel':
      if (drag) return { ...done, history: commit(history, drag.box, drag, true) }
      return state.armed || corner ? done : { ...state, mode: 'move' }
    case 'mode':
      return { ...state, mode: NEXT_MODE[state.mode] }
    case 'key': {
      const name = pressOf(action.key) ?? ''
      const box = press(now, name, action.step, frame, suggestion, state.mode)
      return { ...state, history: commit(history, box, name, action.repeat) }
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
      return { ...done, history: travel(history, 'past', 'future') }
    case 'redo':
      return { ...done, history: travel(history, 'future', 'past') }
    case 'zoom':
      return { ...state, zoom: Math.max(1, Math.min(action.to, 8)) }
  }
}

/** @param {Box.Drag} drag @param {Box.Point} at @param {Box.FrameSize} frame */
function boxOfDrag({ part, from, box }, at, frame) {
  if (part === 'draw') return fromTwoPoints(from, at, frame)
  return box && resize(box, part, Math.round(at.x - from.x), Math.round(at.y - from.y), frame)
}

/** @type {Box.Commit} */
const commit = (history, box, tag = '', goesOn = false) => {
  let { past, now } = history
  if (same(box, now)) return history
  if (!goesOn || tag !== history.tag) past = [...past, now]
  // A gesture that ends where it began is no step of the history.
  else if (same(box, past.at(-1))) return { ...travel(history, 'past', 'future'), future: [] }
  return { past, now: box, future: [], tag }
}

/** @type {Box.Travel} */
const travel = (history, from, to) => {
  const rest = [...history[from]]
  const now = rest.pop()
  if (now === undefined) return history
  return { ...history, [from]: rest, now, [to]: [...history[to], history.now], tag: '' }
}
