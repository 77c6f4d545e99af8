/** What the editor says, with and without script. @import { Content, Mode, Point, State } from './types.ts' */

/** @type {Record<Mode, string>} */
export const MODE_WORDS = {
  move: 'Arrow keys: move',
  se: 'Arrow keys: resize from bottom right',
  nw: 'Arrow keys: resize from top left',
}

/** How far the centre and the area have gone from the suggestion. @param {Content} box @param {Content} suggestion */
export function driftWords(box, suggestion) {
  if (!box || !suggestion) return ''
  const right = box.left + box.width / 2 - suggestion.left - suggestion.width / 2
  const down = box.top + box.height / 2 - suggestion.top - suggestion.height / 2
  const ratio = (box.width * box.height) / (suggestion.width * suggestion.height)
  const moved = [amount(right, 'px right', 'px left'), amount(down, 'px down', 'px up')]
  const parts = [
    moved.filter(Boolean).join(', ').replace(/^./, 'moved $&'),
    amount(ratio * 100 - 100, '% larger', '% smaller'),
  ].filter(Boolean)
  const reshaped = box.width !== suggestion.width || box.height !== suggestion.height
  const words = parts.join('; ') || (reshaped && 'another shape')
  return words ? `Against the suggestion: ${words}.` : 'Same as the suggestion.'
}

/** @param {number} by @param {string} more @param {string} less */
function amount(by, more, less) {
  const whole = Math.round(Math.abs(by))
  return whole && `${whole} ${by > 0 ? more : less}`
}

/** @param {Point} corner */
export const cornerWords = ({ x, y }) =>
  `First corner at ${Math.round(x)}, ${Math.round(y)}. Click the opposite corner.`

/** What comes next, or where the box is. @param {State} state */
export function statusWords({ corner, armed, history }) {
  if (corner) return cornerWords(corner)
  if (armed) return 'Click two opposite corners of the box. Escape cancels.'
  if (!history.now) return 'No box yet.'
  const { left, top, width, height } = history.now
  return `Left ${left}, top ${top}, width ${width}, height ${height}.`
}
