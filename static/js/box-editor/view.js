/** Draws the state over what the server printed. @import { Content, State } from './types.ts' */
import { FIELDS, isMismatch } from '../box-rules.js'
import { driftWords, MODE_WORDS, mismatchWords } from './words.js'

/** @param {HTMLElement} root @param {string} selector @returns {any} */
const find = (root, selector) => root.querySelector(selector)

/**
 * @param {HTMLElement} root @param {Content} box
 * @param {EventTarget | null} typing the field that is being typed in, which is left as it is
 */
export function drawFields(root, box, typing) {
  for (const name of FIELDS) {
    const field = find(root, `#${name}`)
    if (field === typing) continue
    field.value = box?.[name] ?? ''
    field.removeAttribute('aria-invalid')
    find(root, `#${name}-fault`).textContent = ''
  }
}

/** @param {HTMLElement} root @param {State} state */
export function drawStage(root, { frame, suggestion, history, corner, armed, mode, zoom }) {
  const box = history.now
  for (const rect of root.querySelectorAll('.box-outline')) {
    rect.setAttribute('x', `${box?.left ?? 0}`)
    rect.setAttribute('y', `${box?.top ?? 0}`)
    rect.setAttribute('width', `${box?.width ?? 0}`)
    rect.setAttribute('height', `${box?.height ?? 0}`)
  }
  const grip = find(root, '.box-grip')
  grip.hidden = !box
  for (const name of FIELDS) {
    const whole = name === 'left' || name === 'width' ? frame.width : frame.height
    grip.style[name] = `${((box?.[name] ?? 0) / whole) * 100}%`
  }
  const mark = find(root, '.box-corner')
  mark.setAttribute('cx', `${corner?.x ?? 0}`)
  mark.setAttribute('cy', `${corner?.y ?? 0}`)
  root.toggleAttribute('data-corner', corner !== null)
  root.toggleAttribute('data-drawing', armed || corner !== null)
  find(root, '[data-act=arm]').ariaPressed = `${armed}`
  find(root, '[data-act=mode]').textContent = MODE_WORDS[mode]
  find(root, '.box-stage').style.setProperty('--zoom', zoom)
  find(root, '.box-drift').textContent = driftWords(box, suggestion)
  warn(root, box, suggestion)
}

/** Says at once, and only once, that the box would be refused. @param {HTMLElement} root @param {Content} box @param {Content} suggestion */
function warn(root, box, suggestion) {
  const { track } = root.dataset
  if (!track || !suggestion) return
  const words = box && isMismatch(box, suggestion) ? mismatchWords(track) : ''
  const warning = find(root, '.box-warning')
  if (warning.textContent !== words) warning.textContent = words
}
