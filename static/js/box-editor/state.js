/** What each act does to the editor's state. Pure. @import { Action, Content, Drag, FrameSize, Mode, Point, State } from './types.ts' */
import {
  centred,
  fit,
  fromTwoPoints,
  growAboutCentre,
  move,
  resize,
  setField,
} from '../box-rules.js'
import { begin, commit, redo, undo } from './history.js'
import { press } from './presses.js'

/** @type {Record<string, readonly [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
/** @type {Record<Mode, Mode>} */
const NEXT_MODE = { move: 'se', se: 'nw', nw: 'move' }

/** @param {FrameSize} frame @param {Content} box @param {Content} suggestion @returns {State} */
export const open = (frame, box, suggestion) => ({
  frame,
  suggestion,
  history: begin(box),
  mode: 'move',
  drag: null,
  armed: false,
  corner: null,
  zoom: 1,
})

/**
 * Where on the frame a pointer is, whatever the zoom and the device pixel ratio.
 * @param {{clientX: number, clientY: number}} pointer
 * @param {{left: number, top: number, width: number, height: number}} shown the picture on the screen
 * @param {FrameSize} frame
 */
export const toFramePoint = (pointer, shown, frame) => ({
  x: ((pointer.clientX - shown.left) * frame.width) / shown.width,
  y: ((pointer.clientY - shown.top) * frame.height) / shown.height,
})

/** @param {State} state @param {Action} action @returns {State} */
export function reduce(state, action) {
  const { history, frame, drag } = state
  const done = { ...state, drag: null, corner: null, armed: false }
  switch (action.type) {
    case 'grab': {
      const { part, at: from } = action
      return { ...state, drag: { part, from, box: history.now, goesOn: false } }
    }
    case 'drag':
      return drag === null ? state : dragTo(state, drag, action.at)
    case 'drop':
      return { ...state, drag: null }
    case 'tap':
      if (state.corner === null) return { ...state, corner: action.at }
      return { ...done, history: commit(history, fromTwoPoints(state.corner, action.at, frame)) }
    case 'arm':
      return { ...done, armed: !state.armed }
    case 'cancel':
      if (drag?.goesOn) return { ...done, history: commit(history, drag.box, 'drag', true) }
      return drag || state.armed || state.corner ? done : { ...state, mode: 'move' }
    case 'mode':
      return { ...state, mode: NEXT_MODE[state.mode] }
    case 'key': {
      const box = afterKey(state, action.key, action.step)
      return { ...state, history: commit(history, box, action.key, action.repeat) }
    }
    case 'press': {
      const box = press(history.now, action.name, action.step, frame, state.suggestion)
      return { ...done, history: commit(history, box) }
    }
    case 'field': {
      const box = setField(history.now ?? centred(frame), action.name, action.value, frame)
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

/** @param {State} state @param {Drag} drag @param {Point} at @returns {State} */
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

/** @param {State} state @param {string} key @param {number} step pixels */
function afterKey({ history, frame, mode }, key, step) {
  const box = history.now
  if (box === null) return centred(frame)
  if (key === '+') return growAboutCentre(box, step, frame)
  if (key === '-') return growAboutCentre(box, -step, frame)
  const [x, y] = ARROWS[key] ?? [0, 0]
  if (mode === 'move') return move(box, x * step, y * step, frame)
  return resize(box, mode, x * step, y * step, frame)
}
