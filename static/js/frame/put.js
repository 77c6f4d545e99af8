/** Puts a frame's page in the place of the one that is shown. */

/** @param {string} text */
export function parsed(text) {
  return new DOMParser().parseFromString(text, 'text/html')
}

/** @param {string} html of a frame's page @param {boolean} checked whether it is the page of now */
export function put(html, checked) {
  const next = parsed(html)
  const [from, to] = [document.getElementById('frame'), next.getElementById('frame')]
  if (!from || !to) throw new Error('not a frame')
  const at = document.activeElement
  const focused = at instanceof HTMLElement ? at.dataset['go'] : undefined
  const isChoice = at?.matches('.frame-tracks [type="radio"]')
  document.title = next.title
  from.replaceWith(document.adoptNode(to))
  const { htmx } = /** @type {{htmx?: {process(element: Element): void}}} */ (globalThis)
  htmx?.process(to)
  // The live connection compares with what the newest page said of the job.
  const news = next.getElementById('news')
  if (news && checked) document.getElementById('news')?.replaceWith(document.adoptNode(news))
  centre(to.querySelector('.strip'))
  const link = focused
    ? to.querySelector(`[data-go="${focused}"]`)
    : isChoice && to.querySelector('.frame-tracks [type="radio"]:checked')
  if (link instanceof HTMLElement) link.focus({ preventScroll: true })
}

/** Scrolls only the strip. @param {Element | null} strip */
function centre(strip) {
  const current = strip?.querySelector('[aria-current]')?.getBoundingClientRect()
  if (!strip || !current) return
  const seen = strip.getBoundingClientRect()
  strip.scrollLeft += current.left + current.width / 2 - seen.left - seen.width / 2
}
