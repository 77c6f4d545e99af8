/** What drafts need in addition on the page of a frame. */
import { actionOf } from '../action.js'
import { fieldsOf, forms, keyOf, restoreAll } from '../drafts.js'

// A step replaces this frame, and no event of htmx tells of it.
const place = document.getElementById('frame')?.parentElement
const isFrame = (/** @type {Node} */ node) => node instanceof Element && node.id === 'frame'
const steps = new MutationObserver((changes) => {
  if (changes.some(({ addedNodes }) => [...addedNodes].some(isFrame))) restoreAll()
})
if (place) steps.observe(place, { childList: true })

// The forms beside the list and beside the box show the same names.
document.addEventListener('input', ({ target }) => {
  const form = target instanceof HTMLInputElement ? target.form : null
  if (!form?.dataset['draft']) return
  for (const other of forms()) {
    if (other === form || keyOf(other) !== keyOf(form)) continue
    for (const { field, shown } of fieldsOf(form)) {
      const [same, before] = [field.name, shown.name].map((name) => other.elements.namedItem(name))
      if (same instanceof HTMLInputElement) same.value = field.value
      if (before instanceof HTMLInputElement) before.value = shown.value
    }
  }
})

document.addEventListener('htmx:after:request', (event) => {
  // The page is being left. An update before that must not keep again what was taken.
  if (!actionOf(event)?.response?.headers.has('hx-redirect')) return
  for (const form of forms()) delete form.dataset['draft']
})
