import { actionOf } from './action.js'

/** The page after a change comes within this, milliseconds. */
const OPENED_WITHIN_MS = 30_000
const SENDS = '#main form[method="post"] button, #main button[form]'

/**
 * While a change is being sent the page sends no other and says why: the first answer replaces the form, and the
 * other would have no place.
 * @param {Document} page
 */
export function allowOneChange(page) {
  /** @type {Set<HTMLButtonElement>} */
  const off = new Set()

  /** @param {'sending' | 'opening' | ''} what @param {string} href */
  function say(what, href = '') {
    for (const id of ['sending', 'opening']) {
      const words = page.getElementById(id)
      if (words) words.hidden = id !== what
      words?.querySelector('a')?.setAttribute('href', href)
    }
  }

  function turnOff() {
    for (const button of page.querySelectorAll(SENDS)) {
      if (!(button instanceof HTMLButtonElement) || button.disabled) continue
      button.disabled = true
      off.add(button)
    }
  }

  function turnOn() {
    for (const button of off) button.disabled = false
    off.clear()
  }

  page.addEventListener('htmx:before:request', (event) => {
    const ctx = actionOf(event)
    if (!ctx?.request) return
    // The page may be left before a connection is free.
    Object.assign(ctx.request, { keepalive: true })
    turnOff()
    say('sending')
  })
  // New parts have their buttons on. `after:swap` is too late.
  page.addEventListener('htmx:before:settle', () => {
    if (off.size > 0) turnOff()
  })
  page.addEventListener('htmx:finally:request', (event) => {
    const ctx = actionOf(event)
    if (!ctx) return
    const next = ctx.response?.headers.get('hx-redirect')
    say(next ? 'opening' : '', next ?? '')
    if (next) setTimeout(turnOn, OPENED_WITHIN_MS)
    else turnOn()
  })
  // Back may bring a page as a change left it.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted && page.querySelector('button:disabled, #opening:not([hidden])'))
      location.reload()
  })
}
