/**
 * The boxes over the video, each at the moment of its frame.
 *
 * @import { Mark } from './video.types.ts'
 */

/** A box is shown so long before and after its moment, seconds. Later the player has left it. */
const SHOWN_SEC = 0.12

/**
 * Draws the marks of the frame that is nearest to `sec`.
 * @param {SVGElement} svg @param {readonly Mark[]} marks @param {HTMLVideoElement} video @param {number} sec
 */
export function drawMarks(svg, marks, { videoWidth: width, videoHeight: height }, sec) {
  const away = Math.min(SHOWN_SEC, ...marks.map(([at]) => Math.abs(at - sec)))
  svg.setAttribute('viewBox', `0 0 ${width || 1} ${height || 1}`)
  svg.replaceChildren()
  for (const mark of marks) if (Math.abs(mark[0] - sec) === away) draw(svg, mark, width, height)
}

/** @param {SVGElement} svg @param {Mark} mark @param {number} across @param {number} down pixels of the video */
function draw(svg, [, letter, x, y, w, h], across, down) {
  const [left, top] = [x * across, y * down]
  for (const name of ['box-edge', 'box-line']) {
    put(svg, 'rect', { class: name, x: left, y: top, width: w * across, height: h * down })
  }
  const size = down / 26
  put(svg, 'text', { x: left, y: top - size / 4, 'font-size': size }).textContent = letter
}

/** @param {SVGElement} svg @param {string} name @param {Record<string, string | number>} attributes */
function put(svg, name, attributes) {
  const element = document.createElementNS(svg.namespaceURI, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  svg.append(element)
  return element
}
