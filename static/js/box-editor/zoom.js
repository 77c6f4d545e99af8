/** @import { Action, Point, State } from './types.ts' */

/**
 * Zoom by the buttons, about the box, and by Ctrl and the wheel, about the pointer. Panning is
 * scrolling.
 * @param {HTMLElement} root
 * @param {() => State} stateOf
 * @param {(event: MouseEvent) => Point} at where on the frame
 * @param {(action: Action) => void} act
 * @param {(words: string) => void} settle
 */
export function followZoom(root, stateOf, at, act, settle) {
  /** @param {string} selector @returns {any} */
  const find = (selector) => root.querySelector(selector)
  const [scroll, stage, image] = ['.box-scroll', '.box-stage', 'img'].map(find)

  /** @param {number} to @param {Point} point comes to stand at @param {number} x @param {number} y of the window */
  function zoomTo(to, point, x, y) {
    const { frame } = stateOf()
    act({ type: 'zoom', to })
    const shown = image.getBoundingClientRect()
    scroll.scrollLeft += shown.left + (point.x / frame.width) * shown.width - x
    scroll.scrollTop += shown.top + (point.y / frame.height) * shown.height - y
    settle(`Zoom ${Math.round(stateOf().zoom * 10) / 10}×.`)
  }
  scroll.addEventListener(
    'wheel',
    (/** @type {WheelEvent} */ event) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      const pixels = event.deltaY * (event.deltaMode ? 33 : 1)
      zoomTo(stateOf().zoom * Math.exp(-pixels / 300), at(event), event.clientX, event.clientY)
    },
    { passive: false },
  )
  root.addEventListener('click', ({ target }) => {
    const name = /** @type {HTMLElement} */ (target).dataset['zoom']
    if (!name) return
    const { frame, history, zoom } = stateOf()
    const { left, top, width, height } = history.now ?? { left: 0, top: 0, ...frame }
    const seen = scroll.getBoundingClientRect()
    const middle = { x: left + width / 2, y: top + height / 2 }
    const to = name === 'fit' ? 1 : name === 'in' ? zoom * 2 : zoom / 2
    zoomTo(to, middle, seen.left + seen.width / 2, seen.top + seen.height / 2)
  })
  // Frame pixels of one CSS pixel, for labels that keep their size.
  new ResizeObserver(() => {
    stage.style.setProperty('--px', stateOf().frame.width / stage.clientWidth)
  }).observe(stage)
}
