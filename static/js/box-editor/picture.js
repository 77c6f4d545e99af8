/** The picture of the frame with the box on it. @import * as Box from './types.ts' */
import { FIELDS, wholeOf } from '../box-rules.js'

/** A mouse that moves less between press and release has clicked. */
const CLICK_PX = 4

/**
 * Drags the box and its handles; draws by two clicks, or by a drag of the mouse. A finger beside the
 * box scrolls the page, and a press on another track chooses it.
 * @param {Box.Editor} editor
 */
export function followPointer({ find, at, act, settle }) {
  const [stage, grip] = ['.box-stage', '.box-grip'].map(find)
  /** @type {PointerEvent | null} */
  let down = null
  let dragged = false

  stage.onpointerdown = (/** @type {PointerEvent} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target)
    const held = grip.contains(target)
    dragged = false
    if (down || event.button || !event.isPrimary) return
    if (!held && (event.pointerType === 'touch' || target.closest('.box-track'))) return
    down = event
    target.setPointerCapture(event.pointerId)
    const part = held ? (target.dataset['part'] ?? 'move') : 'draw'
    act({ type: 'grab', part, at: at(event) })
  }
  stage.onpointermove = (/** @type {PointerEvent} */ event) => {
    if (down?.pointerId !== event.pointerId) return
    const way = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY)
    dragged ||= way >= CLICK_PX || grip.contains(down.target)
    if (dragged) act({ type: 'drag', at: at(event) })
  }
  stage.onpointerup = stage.onpointercancel = (/** @type {PointerEvent} */ event) => {
    if (down?.pointerId !== event.pointerId) return
    down = null
    act({ type: event.type === 'pointerup' ? 'drop' : 'cancel' })
    if (dragged) settle()
  }
  stage.onclick = (/** @type {MouseEvent} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target)
    if (dragged || grip.contains(target) || target.closest('.box-track')) return
    act({ type: 'tap', at: at(event) })
    settle()
  }
}

/** Zooms by buttons, about the box; by Ctrl and the wheel, about the pointer. @param {Box.Editor} editor */
export function followZoom({ root, find, state, at, act, settle }) {
  const [scroll, stage, image] = ['.box-scroll', '.box-stage', 'img'].map(find)
  const { frame } = state()

  /** The point of the frame comes to stand at `x`, `y` of the window. @param {number} to @param {Box.Point} point @param {number} x @param {number} y */
  function zoomTo(to, point, x, y) {
    act({ type: 'zoom', to })
    const shown = image.getBoundingClientRect()
    scroll.scrollLeft += shown.left + (point.x / frame.width) * shown.width - x
    scroll.scrollTop += shown.top + (point.y / frame.height) * shown.height - y
    settle(`Zoom ${Math.round(state().zoom * 10) / 10}×.`)
  }
  const onWheel = (/** @type {WheelEvent} */ event) => {
    if (!event.ctrlKey) return
    event.preventDefault()
    const pixels = event.deltaY * (event.deltaMode ? 33 : 1)
    zoomTo(state().zoom * Math.exp(-pixels / 300), at(event), event.clientX, event.clientY)
  }
  scroll.addEventListener('wheel', onWheel, { passive: false })
  root.addEventListener('click', ({ target }) => {
    const { zoom } = /** @type {HTMLElement} */ (target).dataset
    if (!zoom) return
    const { left, top, width, height } = state().history.now ?? { left: 0, top: 0, ...frame }
    const seen = scroll.getBoundingClientRect()
    const middle = { x: left + width / 2, y: top + height / 2 }
    const to = zoom === 'fit' ? 1 : state().zoom * (zoom === 'in' ? 2 : 0.5)
    zoomTo(to, middle, seen.left + seen.width / 2, seen.top + seen.height / 2)
  })
  // Frame pixels of one CSS pixel, for labels that keep their size.
  const measure = () => stage.style.setProperty('--px', frame.width / stage.clientWidth)
  new ResizeObserver(measure).observe(stage)
}

/** @param {Box.Editor['find']} find @param {Box.State} state */
export function drawPicture(find, { frame, history, corner, armed, zoom }) {
  const box = history.now
  const [stage, grip, mark] = ['.box-stage', '.box-grip', '.box-corner'].map(find)
  grip.hidden = !box
  for (const name of FIELDS) {
    grip.style[name] = `${((box?.[name] ?? 0) / wholeOf(name, frame)) * 100}%`
  }
  stage.style.setProperty('--zoom', zoom)
  stage.toggleAttribute('data-drawing', armed || corner !== null)
  mark.toggleAttribute('data-set', corner !== null)
  mark.setAttribute('cx', corner?.x ?? 0)
  mark.setAttribute('cy', corner?.y ?? 0)
}
