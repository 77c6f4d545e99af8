/**
 * `<box-editor>` takes over the editor that the server printed (views/fragments/frame/box-editor.eta).
 * The four number fields stay the truth: the form sends them.
 *
 * @import * as Box from './box-editor/element.ts'
 */
import { actionOf } from './action.js'
import { open, pressOf, reduce, toFramePoint } from './box-editor/state.js'
import {
  drawFields,
  drawPicture,
  followFields,
  followPointer,
  followZoom,
} from './box-editor/view.js'
import { driftWords, MODE_WORDS, statusWords } from './box-editor/words.js'
import { isMismatch, same } from './box-rules.js'

/** @param {HTMLElement} root */
function edit(root) {
  /** @type {Box.Given} */
  const given = JSON.parse(root.dataset['given'] ?? '')
  const { frame, box: start, suggestion, mismatch, draftKey } = given
  /** @type {Box.Editor['find']} */
  const find = (selector) => root.querySelector(selector)
  const names = ['.box-grip', 'img', '.box-restored', '.box-warning']
  const [grip, image, restored, warning] = names.map(find)
  let state = open(frame, start, suggestion)

  function draw() {
    const { now } = state.history
    drawPicture(find, state)
    root.toggleAttribute('data-unsent', !same(start, now))
    find('[data-act=arm]').ariaPressed = state.armed
    find('[data-act=mode]').textContent = MODE_WORDS[state.mode]
    find('.box-drift').textContent = driftWords(now, suggestion)
    if (!mismatch || !suggestion) return
    // It is read aloud.
    const words = now && isMismatch(now, suggestion) ? mismatch : ''
    if (warning.textContent !== words) warning.textContent = words
  }

  /** @type {Box.Editor['act']} */
  const act = (action, typing) => {
    state = reduce(state, action)
    draw()
    drawFields(find, state.history.now, typing)
  }
  /** @type {Box.Editor['settle']} */
  const settle = (words) => {
    const { now } = state.history
    keepDraft(draftKey, start, now)
    restored.hidden ||= same(start, now)
    find('.box-status').textContent = words || statusWords(state)
  }
  /** @type {Box.Editor['at']} */
  const at = (pointer) => toFramePoint(pointer, image.getBoundingClientRect(), frame)

  const editor = { root, find, state: () => state, at, act, settle }
  followPointer(editor)
  followZoom(editor)
  followFields(editor)

  /** @param {Box.Action} action */
  const once = (action) => {
    const { history } = state
    act(action)
    const idle = /do$/.test(action.type) && history === state.history
    const nothing = idle ? `Nothing to ${action.type}.` : ''
    settle(action.type === 'mode' ? MODE_WORDS[state.mode] : nothing)
  }
  let held = false
  root.addEventListener('keydown', (event) => {
    const action = actionOfKey(event)
    if (!action || (event.target !== grip && action.type !== 'cancel')) return
    event.preventDefault()
    held = action.type === 'key'
    if (held) act(action)
    else once(action)
  })
  root.addEventListener('keyup', () => {
    if (held) settle()
    held = false
  })
  root.addEventListener('click', (event) => {
    const button = /** @type {HTMLButtonElement} */ (event.target)
    const type = /** @type {'arm' | 'mode' | 'undo' | 'redo' | undefined} */ (button.dataset['act'])
    if (type) once({ type })
    if (button.name !== 'nudge') return
    event.preventDefault()
    once({ type: 'press', name: button.value, step: +find('[name=step]').value })
  })

  root.addEventListener('htmx:after:request', (event) => {
    // The box is stored.
    if (actionOf(event)?.response?.headers.has('x-stored')) keepDraft(draftKey, start, start)
  })

  const draft = same(start, state.history.now) ? readDraft(draftKey, start) : null
  restored.hidden = !draft
  if (draft) act({ type: 'restore', box: draft })
  else draw()
}

/** @type {Box.ActionOfKey} */
const actionOfKey = ({ key, shiftKey, ctrlKey, metaKey, altKey, repeat }) => {
  const name = key.toLowerCase()
  if (altKey) return null
  if (ctrlKey || metaKey) {
    if (name === 'y' || (name === 'z' && shiftKey)) return { type: 'redo' }
    return name === 'z' ? { type: 'undo' } : null
  }
  if (pressOf(key)) return { type: 'key', key, step: shiftKey && key.length > 1 ? 10 : 1, repeat }
  if (name === 'escape') return { type: 'cancel' }
  return (name === 'r' || name === 'enter') && !repeat ? { type: 'mode' } : null
}

/**
 * A draft is only for the box it came from.
 * @param {string} key @param {Box.Content} from @returns {Box.PixelBox | null}
 */
function readDraft(key, from) {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? 'null')
    return draft && same(draft.from, from) ? draft.box : null
  } catch {
    return null
  }
}

/** @param {string} key @param {Box.Content} from @param {Box.Content} box */
function keepDraft(key, from, box) {
  try {
    if (same(from, box)) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify({ from, box }))
  } catch {
    // Full or forbidden.
  }
}

customElements.define(
  'box-editor',
  class extends HTMLElement {
    connectedCallback() {
      if (!this.dataset['ready']) edit(this)
      loadNames().catch(reportError)
      this.dataset['ready'] = 'true'
    }
  },
)

/** If the page has names. */
async function loadNames() {
  if (document.querySelector('form[data-draft]')) await import('./frame/names.js')
}

// After Back, WebKit resets the fields to their default values.
addEventListener('pagehide', () => {
  for (const field of document.querySelectorAll('box-editor input[type="number"]')) {
    if (field instanceof HTMLInputElement) field.defaultValue = field.value
  }
})

await loadNames().catch(reportError)
