/** Longer than Touchline takes to answer, milliseconds. */
const ANSWERED_WITHIN_MS = 20_000

/**
 * A form marked `data-once` is sent once, however often its button is pressed, until its answer comes: as a page, or
 * not at all. The browser tells nobody that it was stopped, so Escape and a while without an answer count as that.
 * @param {Document} page
 */
export function sendOnce(page) {
  const free = () => {
    for (const form of page.querySelectorAll('form[data-once]')) form.ariaBusy = null
  }
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  page.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.matches('[data-once]')) return
    if (form.ariaBusy === 'true') return event.preventDefault()
    form.ariaBusy = 'true'
    clearTimeout(timer)
    timer = setTimeout(free, ANSWERED_WITHIN_MS)
  })
  page.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') free()
  })
  // A page that comes back from the browser's cache may be sent anew.
  addEventListener('pageshow', free)
}
