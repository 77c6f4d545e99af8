import { actionOf } from './action.js'

/**
 * Says a new stage of the job in the status region, which stands outside every swap, and in the
 * window's title. Nothing is said while the words stay the same. @param {Document} page
 */
export function announce(page) {
  const region = page.getElementById('job-status')
  const flow = page.getElementById('flow')
  if (!region || !flow) return
  const words = flow.dataset['status'] ?? ''
  if (region.textContent !== words) region.textContent = words
  if (flow.dataset['title']) page.title = flow.dataset['title']
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
