/** The four number fields. @import * as Box from './types.ts' */
import { FIELDS, rangeOf, rangeWords } from '../box-rules.js'

/**
 * What is typed shows at once, as near as the rules allow; on leaving a field a wrong number is put
 * right, with the rule beside it.
 * @param {Box.Editor} editor
 */
export function followFields({ root, find, state, act, settle }) {
  /** Whether this visit to a field has changed the box already: one visit is one step. */
  let goesOn = false
  /** @type {HTMLElement | null} */
  let corrected = null

  /** @param {HTMLInputElement} field @param {Box.Field} name */
  function leave(field, name) {
    const { frame, history } = state()
    const box = history.now
    if (!box) return
    const wrong = !(Math.abs(field.valueAsNumber - box[name]) < 0.1)
    const words = wrong ? rangeWords(name, rangeOf(name, box, frame)) : ''
    drawFields(find, box)
    find(`#${name}-fault`).textContent = words
    corrected = wrong ? field : null
    settle(words)
  }
  for (const name of FIELDS) {
    const field = find(`#${name}`)
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
      // Else Enter would press the first button of the form.
      event.preventDefault()
      goesOn = false
      leave(field, name)
    }
  }
  // The press that left the field must not send a number that nobody has seen.
  const forget = () => {
    corrected = null
  }
  root.addEventListener('keydown', forget, true)
  root.addEventListener('pointerdown', forget, true)
  root.addEventListener('submit', (event) => {
    if (!corrected) return
    event.preventDefault()
    corrected.focus()
    forget()
  })
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
