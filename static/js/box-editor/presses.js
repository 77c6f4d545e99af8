/** @import { Content, FrameSize } from './types.ts' */
import { centred, fit, growAboutCentre, move } from '../box-rules.js'

/** Pixels of one press, to choose from. */
export const STEPS = [1, 5, 10, 25]

/**
 * The box after one press of the button `nudge` = `name`, in the browser or without script on
 * the server. Where nothing is drawn yet the first press puts a box in the middle.
 * @param {Content} box @param {string} name @param {number} step pixels @param {FrameSize} frame @param {Content} suggestion
 */
export function press(box, name, step, frame, suggestion) {
  if (name === 'reset') return suggestion ?? centred(frame)
  if (box === null) return centred(frame)
  const legal = fit(box, frame)
  if (name === 'grow') return growAboutCentre(legal, step, frame)
  if (name === 'shrink') return growAboutCentre(legal, -step, frame)
  const dx = name === 'left' ? -step : name === 'right' ? step : 0
  const dy = name === 'up' ? -step : name === 'down' ? step : 0
  return move(legal, dx, dy, frame)
}
