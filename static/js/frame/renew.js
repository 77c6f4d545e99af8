import { put } from './put.js'

/** Shows somebody else's change of the job. A page that is in use stays. @param {string} html */
export function renew(html) {
  const news = document.getElementById('news')
  if (isTouched()) {
    if (news && !news.textContent?.trim()) news.append(note(CHANGED, 'alert'))
    return
  }
  put(html, true)
  document.getElementById('news')?.append(note(RENEWED, 'status'))
}

const CHANGED = 'This job has changed since you opened this page. Load the page again to see it.'
const RENEWED = 'This job has changed. You see it as it is now.'

/** @param {string} words @param {string} role */
function note(words, role) {
  const note = document.createElement('p')
  note.className = 'note'
  note.setAttribute('role', role)
  note.textContent = words
  return note
}

/** Whether something has been typed, drawn or chosen, or is about to be. */
function isTouched() {
  const at = document.activeElement
  if (at?.closest('#frame form, #frame .box-grip')) return true
  // Somebody is watching.
  if (document.querySelector('.frame-video[open]')) return true
  const fields = document.querySelectorAll('#frame input')
  return [...fields].some(
    (field) =>
      field instanceof HTMLInputElement &&
      (field.type === 'radio' || field.type === 'checkbox'
        ? field.checked !== field.defaultChecked
        : field.value !== field.defaultValue),
  )
}
