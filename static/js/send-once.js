/** A form marked `data-once` is sent once, however often its button is pressed. @param {Document} page */
export function sendOnce(page) {
  page.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.matches('[data-once]')) return
    if (form.ariaBusy === 'true') event.preventDefault()
    form.ariaBusy = 'true'
  })
  // A page that comes back from the browser's cache may be sent anew.
  addEventListener('pageshow', () => {
    for (const form of page.querySelectorAll('form[data-once]')) form.ariaBusy = null
  })
}
