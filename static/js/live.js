/**
 * What the event stream cannot do by itself. Where it is blocked, as by some proxies, the page asks for
 * its live part instead, until a stream is open. And while the service does not answer, the page says
 * since when. The stream itself is htmx's matter.
 */

/** Asks this often without a stream, milliseconds. */
const ASK_EVERY_MS = 8_000

/** @param {Document} page */
export function askWhileBlocked(page) {
  let open = false
  page.addEventListener('htmx:sse:after:connection', () => {
    open = true
  })
  for (const lost of ['htmx:sse:error', 'htmx:sse:close']) {
    page.addEventListener(lost, () => {
      open = false
    })
  }
  setInterval(() => {
    const live = page.getElementById('live')
    if (!open && live && !page.hidden) live.dispatchEvent(new Event('poll'))
  }, ASK_EVERY_MS)
}

/** Says that what is shown may be old, and takes it back. @param {Document} page */
export function sayWhenStale(page) {
  page.addEventListener('stale', (event) => {
    const { data } = /** @type {CustomEvent<{data: string}>} */ (event).detail
    /** @type {{since: string | null}} */
    const { since } = JSON.parse(data)
    const notice = page.getElementById('stale')
    const time = page.getElementById('stale-since')
    if (!notice || !time) return
    if (since !== null) time.textContent = new Date(since).toLocaleTimeString()
    notice.hidden = since === null
  })
}
