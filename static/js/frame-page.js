import { fetchNeighbours, forgetPages, pageNow } from './frame/ahead.js'
import { put, renew } from './frame/put.js'

/**
 * Steps from frame to frame without waiting: the two pages before and after are fetched ahead with their images, and
 * a step to one of them shows it in place. Links, addresses and Back work as they do without this script. Arrow left
 * and right step through the frames; with Shift through those that show the chosen track.
 */

/** Number of the newest step. The page of an earlier step is dropped. */
let newest = 0
/** The page that is asked for and not shown yet, or ''. */
let asked = ''
/** The address of the frame that is shown. */
let shown = location.href

/**
 * Shows a frame's page in the place of this one; leaves it to the browser where it cannot.
 * @param {string} href
 * @param {boolean} back whether the address already stands, as after Back
 */
async function show(href, back) {
  // The answer to a change is for the frame that it was sent from.
  if (document.querySelector('#frame button:disabled')) return back ? location.reload() : undefined
  newest += 1
  const step = newest
  asked = href
  try {
    const { html, checked, late } = await pageNow(href)
    if (step !== newest) return
    if (!back) history.pushState({ frame: true }, '', href)
    put(html, checked)
    asked = ''
    shown = href
    fetchNeighbours()
    const newer = await late
    if (newer && step === newest) renew(newer)
  } catch {
    if (step === newest) location.assign(href)
  }
}

/**
 * A press means the frame that is seen. No step that was asked for before it takes that frame away, and the
 * answer with it.
 */
function endStep() {
  newest += 1
  if (!asked) return
  asked = ''
  // After Back the address is that of the other frame already.
  if (location.href !== shown) history.pushState({ frame: true }, '', shown)
}

/**
 * The live connection has brought the word that the job has changed (views/fragments/news.eta). The page
 * is not made new by itself: a press must mean what was seen, and the attempt in its forms says what that was.
 */
function hearNews() {
  if (document.getElementById('news')?.dataset['changed'] === undefined) return
  forgetPages()
  fetchNeighbours()
}

/** @param {string | undefined} go */
function linkTo(go) {
  const link = document.querySelector(`#frame [data-go="${go}"]`)
  return link instanceof HTMLAnchorElement ? link : null
}

/**
 * Quick steps count from the frame that was asked for last. Which frames show the track only a page itself knows.
 * @param {'previous' | 'next'} direction @param {boolean} withTrack @returns {string | undefined} an address
 */
function stepTo(direction, withTrack) {
  if (withTrack || !asked) return linkTo(withTrack ? `${direction}-with-track` : direction)?.href
  const url = new URL(asked)
  const parts = url.pathname.split('/')
  const n = Number(parts.pop()) + (direction === 'next' ? 1 : -1)
  const last = document.getElementById('go-n')?.getAttribute('max')
  url.pathname = [...parts, n].join('/')
  return n >= 1 && n <= Number(last) ? url.href : undefined
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null
  const link = target?.closest('#frame .frame-links a, #frame .strip a')
  const plain =
    event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
  if (link instanceof HTMLAnchorElement && plain) {
    event.preventDefault()
    show(link.href, false).catch(reportError)
    return
  }
  const track = target?.closest('.box-track')
  if (!track || !plain) return
  const radio = radioOf(`[value="${track.getAttribute('data-track')}"]`)
  if (!radio) return
  event.preventDefault()
  choose(radio)
})

/** A button of the list of players. @param {string} attribute */
function radioOf(attribute) {
  const radio = document.querySelector(`#frame .frame-tracks input[type="radio"]${attribute}`)
  return radio instanceof HTMLInputElement ? radio : null
}

/** A player that is chosen has its box in the editor, on the same frame. @param {HTMLInputElement} radio */
function choose(radio) {
  radio.checked = true
  radio.focus()
  const url = new URL(location.pathname, location.href)
  url.searchParams.set('track', radio.value)
  show(url.href, false).catch(reportError)
}

document.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement && target.matches('#frame .frame-tracks [type="radio"]'))
    choose(target)
})

// A letter chooses within the list alone: elsewhere it may be an order to a reader of the screen.
document.addEventListener('keydown', (event) => {
  const { target, key, altKey, ctrlKey, metaKey } = event
  if (altKey || ctrlKey || metaKey || !/^[a-z]$/i.test(key)) return
  if (!(target instanceof Element) || !target.closest('#frame .frame-tracks fieldset')) return
  const radio = radioOf(`[data-letter="${key.toUpperCase()}"]`)
  if (radio) choose(radio)
})

document.addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
  const busy =
    event.target instanceof Element &&
    event.target.closest('input, select, textarea, box-editor, .strip')
  if (busy) return
  const direction = event.key === 'ArrowLeft' ? 'previous' : 'next'
  const href = stepTo(direction, event.shiftKey)
  if (!href) return
  event.preventDefault()
  show(href, false).catch(reportError)
})

document.addEventListener('htmx:after:swap', hearNews)
document.addEventListener('htmx:before:request', endStep)

addEventListener('popstate', () => {
  if (document.getElementById('frame')) show(location.href, true).catch(reportError)
})

fetchNeighbours()
