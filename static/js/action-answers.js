import { actionOf } from './action.js'

/** Touchline's answer to an action begins with a part of the page. */
const OURS = /^\s*<\w+ [^>]*?(id="(flow|frame|home|report)"|class="error-fragment")/

/**
 * True if a proxy in front wants somebody to sign in: it sends its own page, or leads there. Other foreign answers say
 * nothing, not even whether a change was made.
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
    // The page tells of our own 401 too: it has two ways to sign in.
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
 * After the analyst's own action, moves the focus to the problem, else to the step that comes next, else to
 * the report. An update that comes by itself moves nothing. @param {Document} page @param {Event} event
 */
export function focusAfterAction(page, event) {
  if (!actionOf(event)) return
  const next = page.querySelector('#problem-title, #flow [aria-current="step"] > h2, #report-state')
  if (next instanceof HTMLElement) next.focus()
}
