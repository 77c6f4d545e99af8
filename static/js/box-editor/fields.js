/** @import { Action, Field, State } from './types.ts' */
import { FIELDS, rangeOf, rangeWords } from '../box-rules.js'
import { drawFields } from './view.js'

/**
 * The four number fields: what is typed shows at once, as near as the rules allow; on leaving a
 * field a wrong number is put right, with the rule beside it.
 * @param {HTMLElement} root
 * @param {() => State} stateOf
 * @param {(action: Action, typing?: EventTarget | null) => void} act
 * @param {(words?: string) => void} settle
 */
export function followFields(root, stateOf, act, settle) {
  /** Whether this visit to a field has changed the box already: one visit is one step. */
  let goesOn = false
  /** @type {HTMLElement | null} */
  let corrected = null
  /** @param {Event} event @returns {any} the field, or null */
  const fieldOf = ({ target }) =>
    FIELDS.some((name) => name === Object(target).id) ? target : null

  /** @param {HTMLInputElement} field */
  function leave(field) {
    const { frame, history } = stateOf()
    const name = /** @type {Field} */ (field.id)
    const box = history.now
    if (!box) return
    const wrong = field.value === '' || Math.abs(+field.value - box[name]) >= 0.1
    const words = wrong ? rangeWords(name, rangeOf(name, box, frame)) : ''
    drawFields(root, box, null)
    root.querySelector(`#${name}-fault`)?.replaceChildren(words)
    corrected = wrong ? field : null
    settle(words)
  }

  root.addEventListener('focusin', () => {
    goesOn = false
  })
  root.addEventListener('input', (event) => {
    const field = fieldOf(event)
    if (!field || field.value === '') return
    act({ type: 'field', name: field.id, value: +field.value, goesOn }, field)
    goesOn = true
  })
  root.addEventListener('change', (event) => {
    const field = fieldOf(event)
    if (field) leave(field)
  })
  root.addEventListener('keydown', (event) => {
    corrected = null
    const field = fieldOf(event)
    if (!field || event.key !== 'Enter') return
    // Else Enter would press the first button of the form.
    event.preventDefault()
    goesOn = false
    leave(field)
  })
  root.addEventListener('pointerdown', () => {
    corrected = null
  })
  root.addEventListener('submit', (event) => {
    // The press that left the field must not send a number that nobody has seen.
    if (!corrected) return
    event.preventDefault()
    corrected.focus()
    corrected = null
  })
}
