/**
 * What the event stream cannot do by itself. Where it is blocked, as by some proxies, the page asks for
 * its live part instead and tries the stream again. And while the service does not answer, the page
 * says since when. The stream itself is htmx's matter.
 */

/** Asks this often without a stream, milliseconds. */
const ASK_EVERY_MS = 8_000

/** @param {Document} page */
export function askWhileBlocked(page) {
  let open = false
  page.addEventListener('htmx:sse:after:connection', () => {
    open = true
    sayStale(page, null)
  })
  for (const lost of ['htmx:sse:error', 'htmx:sse:close']) {
    page.addEventListener(lost, () => {
      open = false
    })
  }
  page.addEventListener('htmx:response:error', (event) => {
    if (event.target instanceof Element && event.target.id === 'live') sayStale(page, new Date())
  })
  setInterval(() => {
    const live = page.getElementById('live')
    if (open || !live || page.hidden) return
    live.dispatchEvent(new Event('poll'))
    connectAgain(page)
  }, ASK_EVERY_MS)
}

/** htmx tries a lost stream again by itself, but not one that never opened. @param {Document} page */
function connectAgain(page) {
  const stream = page.querySelector('[hx-sse\\:connect]')
  const { htmx } = /** @type {{htmx?: {process(element: Element): void}}} */ (globalThis)
  if (!stream || !htmx) return
  const again = /** @type {Element} */ (stream.cloneNode())
  stream.replaceWith(again)
  htmx.process(again)
}

/** The hub's word that the service is silent, or answers again. @param {Document} page */
export function sayWhenStale(page) {
  page.addEventListener('stale', (event) => {
    const { data } = /** @type {CustomEvent<{data: string}>} */ (event).detail
    /** @type {{since: string | null}} */
    const { since } = JSON.parse(data)
    sayStale(page, since === null ? null : new Date(since))
  })
}

/** @param {Document} page @param {Date | null} since null: it answers again */
function sayStale(page, since) {
  const notice = page.getElementById('stale')
  const time = page.getElementById('stale-since')
  if (!notice || !time) return
  if (since !== null && notice.hidden) time.textContent = since.toLocaleTimeString()
  notice.hidden = since === null
}

/** A change that got no answer may have been made or not: the page says so. @param {Document} page */
export function sayWhenUnsure(page) {
  page.addEventListener('htmx:error', (event) => {
    const { ctx } = /** @type {CustomEvent<{ctx?: {request?: {method?: string}}}>} */ (event).detail
    const notice = page.getElementById('unsure')
    if (notice && ctx?.request?.method?.toUpperCase() === 'POST') notice.hidden = false
  })
}
