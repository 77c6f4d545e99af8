/**
 * Where the event stream is blocked, as by some proxies, the page asks for its live part instead:
 * after a while without a stream, and again until one is open. The stream itself is htmx's matter.
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
