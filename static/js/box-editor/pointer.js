/** @import { Action, Point } from './types.ts' */

/** A mouse that moves less between press and release has clicked. */
const CLICK_PX = 4

/**
 * Drags of the box and its handles by any pointer; drawing by two clicks, or by a drag of the mouse.
 * A finger beside the box scrolls the page.
 * @param {HTMLElement} stage @param {HTMLElement} grip
 * @param {(event: MouseEvent) => Point} at where on the frame
 * @param {(action: Action) => void} act
 * @param {() => void} settle after each gesture
 */
export function followPointer(stage, grip, at, act, settle) {
  /** @type {PointerEvent | null} */
  let down = null
  let dragged = false

  stage.addEventListener('pointerdown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target)
    const held = grip.contains(target)
    dragged = false
    if (!event.isPrimary || event.button !== 0 || down) return
    // A finger beside the box scrolls; a press on another track chooses it.
    if (!held && (event.pointerType === 'touch' || target.closest('.box-track'))) return
    down = event
    target.setPointerCapture(event.pointerId)
    const part = held ? (target.dataset['part'] ?? 'move') : 'draw'
    act({ type: 'grab', part, at: at(event) })
  })
  stage.addEventListener('pointermove', (event) => {
    if (down?.pointerId !== event.pointerId) return
    const way = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY)
    dragged ||= way >= CLICK_PX || grip.contains(/** @type {Node} */ (down.target))
    if (dragged) act({ type: 'drag', at: at(event) })
  })
  /** @param {'drop' | 'cancel'} type */
  const end = (type) => () => {
    if (down === null) return
    down = null
    act({ type })
    if (dragged) settle()
  }
  stage.addEventListener('pointerup', end('drop'))
  stage.addEventListener('pointercancel', end('cancel'))
  stage.addEventListener('click', (event) => {
    const target = /** @type {HTMLElement} */ (event.target)
    if (dragged || grip.contains(target) || target.closest('.box-track')) return
    act({ type: 'tap', at: at(event) })
    settle()
  })
}
