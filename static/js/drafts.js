/** @import { Draft } from './drafts.types.ts' */
import { actionOf } from './action.js'
import { isOurs } from './action-answers.js'

/**
 * Keeps in this tab what is typed in a form marked `data-draft`, and its chosen radio. With each field it keeps what
 * the page showed: somebody else may change it.
 */

/** @param {HTMLFormElement} form */
export const keyOf = (form) =>
  `draft ${location.pathname.replace(/\/frames\/.*/, '')} ${form.dataset['draft']}`
export const forms = () =>
  /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-draft]'))

/** @param {HTMLFormElement} form */
const typedIn = (form) => fieldsOf(form).filter(({ field, shown }) => field.value !== shown.value)

/** @param {HTMLFormElement} form */
export function fieldsOf(form) {
  return [...form.elements].flatMap((field) => {
    if (!(field instanceof HTMLInputElement)) return []
    const shown = form.elements.namedItem(`shown_${field.name}`)
    return shown instanceof HTMLInputElement ? [{ field, shown }] : []
  })
}

/** @param {HTMLFormElement} form */
const radioOf = (form) => radiosOf(form).find(({ checked }) => checked)

/** @param {HTMLFormElement} form */
const radiosOf = (form) =>
  /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll('[type="radio"]')])

/** Null on a frame, whose pictures are others. @param {HTMLFormElement} form */
const wordsOf = (form) =>
  /** @type {HTMLElement | null} */ (form.querySelector('[data-picture-changed]'))

/** @param {HTMLFormElement} form @returns {Draft | null} */
const draftOf = (form) => JSON.parse(sessionStorage.getItem(keyOf(form)) ?? 'null')

/** @param {HTMLFormElement} form @returns {Partial<Draft>} */
function choiceIn(form) {
  const data = new FormData(form)
  const radio = String(data.get('trackId') ?? data.get('track_id') ?? '')
  const draft = draftOf(form)
  const words = wordsOf(form)
  if (words ? !radio && draft?.radio : !radio || draft?.radio === radio) return draft ?? {}
  const seen = words ? String(data.get('seen')).split(' ') : []
  const picture = seen.find((one) => one.startsWith(`${radio}.`))
  return { radio, picture, isLost: words?.hidden === false }
}

/** @param {HTMLFormElement} form */
function keep(form) {
  const { radio, picture, isLost } = choiceIn(form)
  const fields = typedIn(form).map(({ field, shown }) => [field.name, field.value, shown.value])
  sessionStorage.setItem(keyOf(form), JSON.stringify({ radio, picture, isLost, fields }))
}

/**
 * A player stays chosen by the picture of the choice. Nobody replaces one who is gone.
 * @param {HTMLFormElement} form @param {Draft} draft
 */
function choose(form, { radio, picture, isLost }) {
  for (const one of radiosOf(form)) one.checked = one.value === radio
  const chosen = radioOf(form)
  if (chosen && choiceIn(form).picture === picture) return
  if (chosen) chosen.checked = false
  const words = wordsOf(form)
  if (!words || !(radio || isLost)) return
  words.hidden = false
  open(form)
}

/** @param {Element | null | undefined} part */
function open(part) {
  const closed = part?.closest('details')
  if (!closed) return
  closed.open = true
  open(closed.parentElement)
}

/** @param {HTMLFormElement} form */
function restore(form) {
  const draft = draftOf(form)
  // A refused choice is shown on its answer alone.
  const isRefused = 'refused' in form.dataset
  const isChanged = typedIn(form).length > 0 || radioOf(form)?.defaultChecked === false
  if (!draft) return (isRefused || isChanged) && keep(form)
  const { radio, fields } = draft
  const told = new Map(fields.map((one) => [one[0], one]))
  const isShown = fieldsOf(form).every(({ field, shown }) => {
    const one = told.get(field.name)
    return !one || one[1] === shown.value
  })
  // It was taken, but this page did not hear of it.
  if (!isRefused && isShown && (radio === undefined || radio === form.dataset['stored']))
    return sessionStorage.removeItem(keyOf(form))
  if (radio !== undefined && wordsOf(form)) choose(form, draft)
  for (const { field, shown } of fieldsOf(form)) {
    const one = told.get(field.name)
    if (!one) continue
    field.value = one[1]
    shown.value = one[2]
    open(field)
  }
}

/** The draft whose form is being sent. It stays until the answer is there: the press may be lost on the way. */
let sent = ''

/** The id of the field with the focus: a swap may move it elsewhere. */
let place = ''
document.addEventListener('input', ({ target }) => {
  const form = target instanceof HTMLInputElement ? target.form : null
  if (!form?.dataset['draft']) return
  const words = wordsOf(form)
  if (words && radioOf(form)) words.hidden = true
  keep(form)
})
document.addEventListener('htmx:before:request', (event) => {
  if (!actionOf(event)) return
  const form = event.target instanceof Element ? event.target.closest('form') : null
  sent = form?.dataset['draft'] ? keyOf(form) : ''
})
document.addEventListener('htmx:after:request', (event) => {
  const ctx = actionOf(event)
  // Nothing was done, and the page may be loaded again to sign in.
  if (ctx?.response?.status === 401) forms().forEach(keep)
  // Only a refusal with the form holds what was typed.
  else if (ctx && isOurs(ctx)) {
    const isRefused = Number(ctx.response?.status) > 399
    if (!isRefused || ctx.text?.includes('data-draft')) sessionStorage.removeItem(sent)
  }
})
document.addEventListener('htmx:before:swap', () => {
  const { activeElement: active } = document
  place = active?.closest('form[data-draft]') ? active.id : ''
})
export const restoreAll = () => forms().forEach(restore)
document.addEventListener('htmx:after:swap', () => {
  restoreAll()
  if (place && document.activeElement === document.body) document.getElementById(place)?.focus()
})
restoreAll()

document.addEventListener('keydown', (event) => {
  const { key, ctrlKey, target } = event
  const isEnter = key === 'Enter' && !ctrlKey && target instanceof HTMLInputElement
  const first = isEnter && target.type === 'radio' && target.form?.querySelector('.primary')
  // Enter in a form presses its first button: here, the first that is seen.
  if (!(first instanceof HTMLElement)) return
  event.preventDefault()
  first.click()
})
