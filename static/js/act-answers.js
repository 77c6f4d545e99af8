/** What Touchline answers to an act of the job page, in whatever state. */
const OURS = /^\s*<div (id="flow"|class="error-fragment")/

/**
 * @typedef {object} Context htmx's, of one request
 * @property {{method?: string}} [request]
 * @property {{status: number}} [response]
 * @property {string} [text]
 */

/**
 * Only Touchline's own answer is put into the page. A proxy's error page would take the place of the job, and says
 * nothing of the change, which may have been made or not; its sign-in page means that it was not.
 * @param {Document} page
 */
export function keepForeignAnswersOut(page) {
  const notice = (/** @type {string} */ id, /** @type {boolean} */ shown) => {
    const element = page.getElementById(id)
    if (element) element.hidden = !shown
  }
  /** @param {Event} event */
  const actOf = (event) => {
    const { ctx } = /** @type {CustomEvent<{ctx?: Context}>} */ (event).detail
    return ctx?.request?.method?.toUpperCase() === 'POST' ? ctx : null
  }

  page.addEventListener('htmx:after:request', (event) => {
    const ctx = actOf(event)
    if (!ctx) return
    const isOurs = OURS.test(ctx.text ?? '')
    const status = ctx.response?.status ?? 0
    const mustSignIn = !isOurs && (status < 400 || status === 401 || status === 403)
    if (!isOurs) event.preventDefault()
    if (mustSignIn) notice('signed-out', true)
    notice('unsure', !isOurs && !mustSignIn)
  })
  page.addEventListener('htmx:error', (event) => {
    if (actOf(event)) notice('unsure', true)
  })
}
