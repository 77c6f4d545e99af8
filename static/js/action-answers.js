import { actionOf } from './action.js'

/** What Touchline answers to an action: the part of the page that replaces the old one. */
const OURS = /^\s*<\w+ [^>]*?(id="(flow|frame|home|report)"|class="error-fragment")/

/**
 * Whether somebody must sign in first, as a proxy in front says it: with its own page, or by leading there. What is
 * neither says nothing, not even whether a change was made.
 * @param {Pick<Response, 'status' | 'redirected'>} answer @param {string} text
 */
export function asksToSignIn({ status, redirected }, text) {
  if (status < 400) return redirected || /<(!doctype html|html|body)\b/i.test(text)
  return status === 401 || status === 403
}

/** Whether Touchline itself answered. @param {import('./action.types.ts').Context} ctx */
export function isOurs({ text, response }) {
  return OURS.test(text ?? '') || response?.headers.has('hx-redirect') === true
}

/**
 * Only Touchline's own answer is put into the page. An error page of a proxy would replace what is shown and does not
 * say whether the change was made. The sign-in page of a proxy means that it was not.
 * @param {Document} page
 */
export function keepForeignAnswersOut(page) {
  const notice = (/** @type {string} */ id, /** @type {boolean} */ shown) => {
    const element = page.getElementById(id)
    if (!element) return
    element.hidden = !shown
    if (shown) element.focus()
  }
  page.addEventListener('htmx:after:request', (event) => {
    const ctx = actionOf(event)
    if (!ctx) return
    const ours = isOurs(ctx)
    // Our own 401 is said by the page as well: it has the two ways to sign in.
    const isSignedOut = ctx.response?.status === 401
    const mustSignIn =
      isSignedOut || (!ours && ctx.response && asksToSignIn(ctx.response.raw, ctx.text ?? ''))
    if (ours && !isSignedOut) page.getElementById('flow-problem')?.replaceChildren()
    else event.preventDefault()
    notice('signed-out', Boolean(mustSignIn))
    notice('unsure', !ours && !mustSignIn)
  })
  page.addEventListener('htmx:error', (event) => {
    if (actionOf(event)) notice('unsure', true)
  })
}

/**
 * After the analyst's own action the focus goes to what the answer is about: the problem, else the step
 * that comes next, else what is said of the report. An update that comes by itself moves nothing. @param {Document} page @param {Event} event
 */
export function focusAfterAction(page, event) {
  if (!actionOf(event)) return
  const next = page.querySelector('#problem-title, #flow [aria-current="step"] > h2, #report-state')
  if (next instanceof HTMLElement) next.focus()
}
