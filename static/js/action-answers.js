/** What Touchline answers to an action, in whatever state: the part of the page that takes the place of the old one. */
const OURS = /^\s*<\w+ [^>]*?(id="(flow|frame|home|report)"|class="error-fragment")/

/**
 * @typedef {object} Context htmx's, of one request
 * @property {{method?: string}} [request]
 * @property {{status: number, headers: Headers}} [response]
 * @property {string} [text]
 */

/**
 * Only Touchline's own answer is put into the page. A proxy's error page would take the place of what is shown, and
 * says nothing of the change, which may have been made or not; its sign-in page means that it was not.
 * @param {Document} page
 */
export function keepForeignAnswersOut(page) {
  const notice = (/** @type {string} */ id, /** @type {boolean} */ shown) => {
    const element = page.getElementById(id)
    if (!element) return
    element.hidden = !shown
    if (shown) element.focus()
  }
  /** @param {Event} event */
  const actionOf = (event) => {
    const { ctx } = /** @type {CustomEvent<{ctx?: Context}>} */ (event).detail
    return ctx?.request?.method?.toUpperCase() === 'POST' ? ctx : null
  }

  page.addEventListener('htmx:after:request', (event) => {
    const ctx = actionOf(event)
    if (!ctx) return
    const isOurs = OURS.test(ctx.text ?? '') || ctx.response?.headers.has('hx-redirect')
    const status = ctx.response?.status ?? 0
    const mustSignIn = !isOurs && (status < 400 || status === 401 || status === 403)
    if (!isOurs) event.preventDefault()
    notice('signed-out', mustSignIn)
    notice('unsure', !isOurs && !mustSignIn)
  })
  page.addEventListener('htmx:error', (event) => {
    if (actionOf(event)) notice('unsure', true)
  })
  // The browser may bring a page back as it was left by a change: with its buttons off.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted && page.querySelector('button:disabled')) location.reload()
  })
}
