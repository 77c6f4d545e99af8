import { actionOf } from './action.js'
import { isOurs } from './action-answers.js'

/**
 * Keeps what is typed in a form marked `data-draft`, and its chosen radio, in this tab while the page is swapped,
 * left and come back to. With each field it keeps what the page showed: somebody else may change it meanwhile.
 */

/** @param {HTMLFormElement} form */
export const keyOf = (form) =>
  `draft ${location.pathname.replace(/\/frames\/.*/, '')} ${form.dataset['draft']}`
export const forms = () =>
  /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-draft]'))

/** @param {HTMLFormElement} form */
function typedIn(form) {
  return fieldsOf(form).filter(({ field, shown }) => field.value !== shown.value)
}

/** With what the page showed. @param {HTMLFormElement} form */
export function fieldsOf(form) {
  return [...form.elements].flatMap((field) => {
    if (!(field instanceof HTMLInputElement)) return []
    const shown = form.elements.namedItem(`shown_${field.name}`)
    return shown instanceof HTMLInputElement ? [{ field, shown }] : []
  })
}

/** @param {HTMLFormElement} form */
function radioOf(form) {
  return [...form.elements]
    .filter((one) => one instanceof HTMLInputElement)
    .find((one) => one.type === 'radio' && one.checked)
}

/** True if it holds anything that the page did not show. @param {HTMLFormElement} form */
const isChanged = (form) => typedIn(form).length > 0 || radioOf(form)?.defaultChecked === false

/** @param {HTMLFormElement} form */
function keep(form) {
  const radio = radioOf(form)?.id || JSON.parse(sessionStorage.getItem(keyOf(form)) ?? '{}').radio
  const fields = typedIn(form).map(({ field, shown }) => [field.name, field.value, shown.value])
  sessionStorage.setItem(keyOf(form), JSON.stringify({ radio, fields }))
}

/** @param {HTMLFormElement} form */
function restore(form) {
  const text = sessionStorage.getItem(keyOf(form))
  // A refused choice is shown on its answer, and on no page after that.
  const isRefused = 'refused' in form.dataset
  if (text === null) return (isRefused || isChanged(form)) && keep(form)
  const { radio, fields } = JSON.parse(text)
  const chosen = radio && document.getElementById(radio)
  if (chosen instanceof HTMLInputElement) chosen.checked = true
  const told = new Map(fields.map((/** @type {string[]} */ one) => [one[0], one]))
  const isShown = fieldsOf(form).every(({ field, shown }) => {
    const one = told.get(field.name)
    return !one || one[1] === shown.value
  })
  // It was taken, but this page did not hear of it.
  if (
    !isRefused &&
    isShown &&
    (chosen instanceof HTMLInputElement ? chosen.defaultChecked : !radio)
  )
    return sessionStorage.removeItem(keyOf(form))
  for (const { field, shown } of fieldsOf(form)) {
    const one = told.get(field.name)
    if (!one) continue
    field.value = one[1]
    shown.value = one[2]
    let closed = field.closest('details')
    for (; closed; closed = closed.parentElement?.closest('details') ?? null) closed.open = true
  }
}

/** The draft whose form is being sent. It stays until the answer is there: the press may be lost on the way. */
let sent = ''
const forget = () => {
  sessionStorage.removeItem(sent)
  sent = ''
}
/** @param {EventTarget | null} target */
function send(target) {
  const form = target instanceof Element ? target.closest('form') : null
  sent = form?.dataset['draft'] ? keyOf(form) : ''
}

/** The id of the field with the focus: a swap may move it elsewhere. */
let place = ''
document.addEventListener('input', ({ target }) => {
  const form = target instanceof HTMLInputElement ? target.form : null
  if (form?.dataset['draft']) keep(form)
})
document.addEventListener('htmx:before:request', (event) => actionOf(event) && send(event.target))
document.addEventListener('htmx:after:request', (event) => {
  const ctx = actionOf(event)
  // Nothing was done, and the page may be loaded again to sign in.
  if (ctx?.response?.status === 401) forms().forEach(keep)
  // Our answer itself holds what was typed, if it was refused; a proxy's does not.
  else if (ctx && isOurs(ctx)) forget()
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
