/**
 * If a picture of a form `data-seen` does not load, shows its words `data-unseen` and hides its controls
 * `data-needs-picture`: nobody confirms what nobody sees.
 */

/** When pictures are tried again, milliseconds: Touchline or the store may be back. */
const AGAIN_MS = [2_000, 5_000, 15_000, 45_000]
/** @type {WeakMap<Element, number>} */
const tries = new WeakMap()

/** @param {Document} page */
export function watchPictures(page) {
  // Events of pictures do not bubble, but they can be caught on their way down.
  page.addEventListener('error', (event) => sayLost(event.target), true)
  page.addEventListener('load', (event) => sayThere(event.target), true)
  lookAgain(page)
}

/** Some failed before anybody listened. @param {Document} page */
export function lookAgain(page) {
  for (const image of page.querySelectorAll('form[data-seen] img')) {
    if (image instanceof HTMLImageElement && image.complete && image.naturalWidth === 0)
      sayLost(image)
  }
  for (const image of page.querySelectorAll('form[data-seen] svg image')) {
    const { href } = /** @type {SVGImageElement} */ (image)
    const probe = new Image()
    probe.onerror = () => sayLost(image)
    probe.src = href.baseVal
  }
}

/** @param {EventTarget | null} target */
function sayLost(target) {
  if (!(target instanceof HTMLImageElement || target instanceof SVGImageElement)) return
  tryAgain(target)
  frameOf(target)?.setAttribute('data-lost', '')
  const part = target.closest('form[data-seen]')
  if (!part) return
  for (const words of part.querySelectorAll('[data-unseen][hidden]')) {
    words.removeAttribute('hidden')
    words.setAttribute('data-unseen', 'said')
  }
  for (const control of part.querySelectorAll('[data-needs-picture]:not([hidden])')) {
    control.setAttribute('hidden', 'lost')
  }
}

/** @param {HTMLImageElement | SVGImageElement} image */
function tryAgain(image) {
  const done = tries.get(image) ?? 0
  tries.set(image, done + 1)
  const after = AGAIN_MS[done]
  if (after === undefined) return
  const name = image instanceof HTMLImageElement ? 'src' : 'href'
  setTimeout(() => {
    const address = image.getAttribute(name)
    if (!image.isConnected || address === null) return
    // Firefox loads the same address only after a removal.
    image.removeAttribute(name)
    image.setAttribute(name, address)
  }, after)
}

/** The picture has come. @param {EventTarget | null} target */
function sayThere(target) {
  if (!(target instanceof Element && tries.has(target))) return
  frameOf(target)?.removeAttribute('data-lost')
  const part = target.closest('form[data-seen]')
  if (!part || part.querySelector('[data-lost]')) return
  for (const words of part.querySelectorAll('[data-unseen=said]')) words.setAttribute('hidden', '')
  for (const control of part.querySelectorAll('[hidden=lost]')) control.removeAttribute('hidden')
}

/** @param {Element} image */
const frameOf = (image) => image.closest('.crop, .picture, .box-stage')
