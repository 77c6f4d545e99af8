/**
 * Pictures that do not load: said beside the choice that they are for, and nothing is confirmed on a
 * picture that nobody sees. A form or editor marked `data-seen` has words marked `data-unseen`, which
 * show then, and what it sends stands in controls marked `data-needs-picture`.
 */

/** @param {Document} page */
export function watchPictures(page) {
  // Errors of pictures do not bubble, but they can be caught on their way down.
  page.addEventListener('error', (event) => sayLost(event.target), true)
  lookAgain(page)
}

/** Those that failed before anybody listened. @param {Document} page */
export function lookAgain(page) {
  for (const image of page.querySelectorAll('[data-seen] img')) {
    if (image instanceof HTMLImageElement && image.complete && image.naturalWidth === 0)
      sayLost(image)
  }
  for (const image of page.querySelectorAll('[data-seen] svg image')) {
    const { href } = /** @type {SVGImageElement} */ (image)
    const probe = new Image()
    probe.onerror = () => sayLost(image)
    probe.src = href.baseVal
  }
}

/** @param {EventTarget | null} target */
function sayLost(target) {
  if (!(target instanceof HTMLImageElement || target instanceof SVGImageElement)) return
  target.closest('.crop, .picture, .box-stage')?.setAttribute('data-lost', '')
  const part = target.closest('[data-seen]')
  if (!part) return
  for (const words of part.querySelectorAll('[data-unseen]')) words.removeAttribute('hidden')
  for (const control of part.querySelectorAll('[data-needs-picture]')) {
    control.setAttribute('hidden', '')
  }
}
