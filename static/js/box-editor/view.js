/** What is seen and pressed: the picture with the box, and the four fields. @import * as Box from './element.ts' */
import { FIELDS, rangeWords, tenth, wholeOf } from '../box-rules.js'

/** A mouse that moves less has clicked. */
const CLICK_PX = 4

/**
 * Drags the box and its handles; draws by two clicks, or by a drag of the mouse. A finger beside the
 * box scrolls the page.
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

/**
 * Zooms about the box by buttons, about the pointer by Ctrl and the wheel.
 * @param {Box.Editor} editor
 */
export function followZoom({ root, find, state, at, act, settle }) {
  const [scroll, stage, image] = ['.box-scroll', '.box-stage', 'img'].map(find)
  const { frame } = state()

  /** With the point at `x`, `y` of the window. @param {number} to @param {Box.Point} point @param {number} x @param {number} y */
  function zoomTo(to, point, x, y) {
    act({ type: 'zoom', to })
    const shown = image.getBoundingClientRect()
    scroll.scrollLeft += shown.left + (point.x / frame.width) * shown.width - x
    scroll.scrollTop += shown.top + (point.y / frame.height) * shown.height - y
    settle(`Zoom ${tenth(state().zoom)}×.`)
  }
  scroll.onwheel = (/** @type {WheelEvent} */ event) => {
    if (!event.ctrlKey) return
    event.preventDefault()
    const pixels = event.deltaY * (event.deltaMode ? 33 : 1)
    zoomTo(state().zoom * Math.exp(-pixels / 300), at(event), event.clientX, event.clientY)
  }
  root.addEventListener('click', ({ target }) => {
    const { zoom } = /** @type {HTMLElement} */ (target).dataset
    if (!zoom) return
    const { left, top, width, height } = state().history.now ?? { left: 0, top: 0, ...frame }
    const seen = scroll.getBoundingClientRect()
    const middle = { x: left + width / 2, y: top + height / 2 }
    zoomTo(state().zoom * +zoom, middle, seen.left + seen.width / 2, seen.top + seen.height / 2)
  })
  // Frame pixels of one CSS pixel: labels keep their size.
  new ResizeObserver(() => {
    stage.style.setProperty('--px', frame.width / stage.clientWidth)
  }).observe(stage)
}

/** @param {Box.Editor['find']} find @param {Box.State} state */
export function drawPicture(find, { frame, history, corner, armed, zoom }) {
  const box = history.now
  const [stage, grip, mark] = ['.box-stage', '.box-grip', '.box-corner'].map(find)
  grip.hidden = !box
  for (const name of FIELDS) {
    grip.style[name] = box && `${(box[name] / wholeOf(name, frame)) * 100}%`
  }
  stage.style.setProperty('--zoom', zoom)
  stage.toggleAttribute('data-drawing', armed || !!corner)
  mark.toggleAttribute('data-set', !!corner)
  mark.setAttribute('cx', corner?.x ?? 0)
  mark.setAttribute('cy', corner?.y ?? 0)
}

/**
 * Shows typing at once. On leaving a field, corrects a wrong number and says the rule.
 * @param {Box.Editor} editor
 */
export function followFields({ root, find, state, act, settle }) {
  /** One visit to a field is one step. */
  let goesOn = false
  /** @type {HTMLElement | null} */
  let corrected = null

  /** @param {HTMLInputElement} field @param {Box.Field} name */
  function leave(field, name) {
    const { frame, history } = state()
    const box = history.now
    if (!box) return
    const wrong = !(Math.abs(field.valueAsNumber - box[name]) < 0.1)
    const words = wrong ? rangeWords(name, box, frame) : ''
    drawFields(find, box)
    find(`#${name}-fault`).textContent = words
    corrected = wrong ? field : null
    settle(words)
  }
  const early = FIELDS.map((name) => find(`#${name}`).value)
  FIELDS.forEach((name, i) => {
    const field = find(`#${name}`)
    // Typed early.
    if (early[i] && early[i] !== field.defaultValue)
      act({ type: 'field', name, value: +early[i], goesOn }, document.activeElement)
    field.onfocus = () => {
      goesOn = false
    }
    field.oninput = () => {
      if (field.value === '') return
      act({ type: 'field', name, value: +field.value, goesOn }, field)
      goesOn = true
    }
    field.onchange = () => leave(field, name)
    field.onkeydown = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Enter') return
      goesOn = false
      leave(field, name)
    }
  })
  // Enter would press the first button.
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
  })
  // A press that leaves a field must not send an unseen number.
  const forget = () => {
    corrected = null
  }
  root.addEventListener('keydown', forget, true)
  root.addEventListener('pointerdown', forget, true)
  root.addEventListener(
    'submit',
    (event) => {
      // The buttons are hidden, but a key presses them.
      const chosen = document.querySelector('.track-list :checked:not(:default)')
      if (!corrected && !chosen) return drawFields(find, state().history.now)
      event.preventDefault()
      event.stopPropagation()
      corrected?.focus()
      forget()
    },
    true,
  )
  // After this event, WebKit resets the fields of a page from Back.
  const shown = (/** @type {PageTransitionEvent} */ { persisted }) => {
    if (!root.isConnected) removeEventListener('pageshow', shown)
    else if (persisted) setTimeout(() => drawFields(find, state().history.now))
  }
  addEventListener('pageshow', shown)
}

/** @param {Box.Editor['find']} find @param {Box.Content} box @param {EventTarget | null} [typing] */
export function drawFields(find, box, typing) {
  for (const name of FIELDS) {
    const field = find(`#${name}`)
    if (field === typing) continue
    field.value = box?.[name] ?? ''
    field.ariaInvalid = null
    find(`#${name}-fault`).textContent = ''
  }
}
