/** What the editor says, with and without script. @import { Content, Mode, PixelBox, Point } from './types.ts' */

/** @type {Record<Mode, string>} */
export const MODE_WORDS = {
  move: 'Arrow keys: move',
  se: 'Arrow keys: resize from bottom right',
  nw: 'Arrow keys: resize from top left',
}

/** @param {PixelBox} box */
export const boxWords = ({ left, top, width, height }) =>
  `Left ${left}, top ${top}, width ${width}, height ${height}.`

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
  if (parts.length > 0) return `Against the suggestion: ${parts.join('; ')}.`
  const reshaped = box.width !== suggestion.width || box.height !== suggestion.height
  return reshaped ? 'Against the suggestion: another shape.' : 'Same as the suggestion.'
}

/** @param {number} by @param {string} more @param {string} less */
function amount(by, more, less) {
  const whole = Math.round(Math.abs(by))
  return whole && `${whole} ${by > 0 ? more : less}`
}

/** Said before a box is sent that would be refused. @param {string} track such as `track 8` */
export const mismatchWords = (track) =>
  `This box hardly covers ${track}, so it would be refused as a mismatch.`

export const DRAW_WORDS = 'Click two opposite corners of the box. Escape gives up.'

/** @param {Point} corner */
export const cornerWords = ({ x, y }) =>
  `First corner at ${Math.round(x)}, ${Math.round(y)}. Click the opposite corner.`
