/**
 * `<box-editor>` takes over the editor that the server printed (views/fragments/box-editor.eta).
 * The four number fields stay the truth, and the form sends them with or without this script.
 *
 * @import { Action } from './box-editor/types.ts'
 */
import { keepDraft, readDraft } from './box-editor/draft.js'
import { followFields } from './box-editor/fields.js'
import { actionOfKey } from './box-editor/keys.js'
import { followPointer } from './box-editor/pointer.js'
import { open, reduce, toFramePoint } from './box-editor/state.js'
import { drawFields, drawStage } from './box-editor/view.js'
import { boxWords, cornerWords, DRAW_WORDS, MODE_WORDS } from './box-editor/words.js'
import { followZoom } from './box-editor/zoom.js'
import { same } from './box-rules.js'

/** @param {HTMLElement} root */
function edit(root) {
  /** @param {string} selector @returns {any} */
  const find = (selector) => root.querySelector(selector)
  const [stage, grip, image] = ['.box-stage', '.box-grip', 'img'].map(find)
  const frame = { width: +image.getAttribute('width'), height: +image.getAttribute('height') }
  const [start, suggestion] = ['box', 'suggestion'].map((name) =>
    JSON.parse(`${root.dataset[name]}`),
  )
  const key = `box ${root.dataset['draft']}`
  let state = open(frame, start, suggestion)

  /** @param {Action} action @param {EventTarget | null} [typing] */
  function act(action, typing = null) {
    state = reduce(state, action)
    drawStage(root, state)
    drawFields(root, state.history.now, typing)
  }
  /** Keeps the draft and says what came of the gesture. @param {string} [words] */
  function settle(words) {
    const { corner, armed, history } = state
    keepDraft(key, start, history.now)
    if (same(start, history.now)) find('.box-restored').hidden = true
    const drawing = corner ? cornerWords(corner) : armed && DRAW_WORDS
    find('.box-status').textContent =
      words || drawing || (history.now ? boxWords(history.now) : 'No box yet.')
  }
  /** @param {MouseEvent} event */
  const at = (event) => toFramePoint(event, image.getBoundingClientRect(), frame)

  followPointer(stage, grip, at, act, settle)
  followFields(root, () => state, act, settle)
  followZoom(root, () => state, at, act, settle)

  let held = false
  root.addEventListener('keydown', (event) => {
    const action = actionOfKey(event)
    if (!action || (event.target !== grip && action.type !== 'cancel')) return
    event.preventDefault()
    act(action)
    held = action.type === 'key'
    if (!held) settle(action.type === 'mode' ? MODE_WORDS[state.mode] : '')
  })
  root.addEventListener('keyup', () => {
    if (held) settle()
    held = false
  })
  root.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest('button')
    const type = button?.dataset['act']
    if (button?.name === 'nudge') {
      event.preventDefault()
      act({ type: 'press', name: button.value, step: +find('[name=step]').value })
      settle()
    } else if (type === 'arm' || type === 'mode' || type === 'undo' || type === 'redo') {
      const { history } = state
      act({ type })
      const idle = (type === 'undo' || type === 'redo') && history === state.history
      settle(type === 'mode' ? MODE_WORDS[state.mode] : idle ? `Nothing to ${type}.` : '')
    }
  })

  const draft = readDraft(key, start)
  if (draft) act({ type: 'restore', box: draft })
  find('.box-restored').hidden = !draft
  drawStage(root, state)
}

customElements.define(
  'box-editor',
  class extends HTMLElement {
    connectedCallback() {
      if (!this.hasAttribute('data-ready')) edit(this)
      this.toggleAttribute('data-ready', true)
    }
  },
)
