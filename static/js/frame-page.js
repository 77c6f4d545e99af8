/**
 * Steps from frame to frame without waiting: a step shows a page fetched ahead in place. Arrow keys step, with Shift
 * through the frames that show the chosen track. What is not needed at once is loaded from here, and what needs it
 * waits for it (docs/decisions/assets.md).
 */
import { scrollOverNumbers } from './frame/number-wheel.js'

scrollOverNumbers(document)
const steps = Promise.all([import('./frame/ahead.js'), import('./frame/put.js')])

/** Number of the newest step. The page of an earlier step is dropped. */
let newest = 0
/** The page that is asked for and not shown yet, or ''. */
let asked = ''
let shown = location.href

/**
 * Shows a frame's page in the place of this one, or leaves it to the browser.
 * @param {string} href
 * @param {boolean} back whether the browser shows the address already, as after Back
 */
async function show(href, back) {
  // A change is under way: its answer is for this frame.
  if (document.querySelector('#frame button:disabled')) return back ? location.reload() : undefined
  newest += 1
  const step = newest
  asked = href
  try {
    const [{ fetchNeighbours, pageNow }, { put }] = await steps
    const { html, checked, late } = await pageNow(href)
    if (html.includes('<box-editor')) await loadEditor()
    if (step !== newest) return
    if (!back) history.pushState({ frame: true }, '', href)
    put(html, checked)
    asked = ''
    shown = href
    fetchNeighbours()
    const newer = await late
    if (newer) renew(newer, step).catch(reportError)
  } catch {
    if (step === newest) location.assign(href)
  }
}

/** @param {string} html @param {number} step */
async function renew(html, step) {
  const { renew } = await import('./frame/renew.js')
  if (step === newest) renew(html)
}

/** A press is for the frame that is seen: drops earlier steps. */
function endStep() {
  newest += 1
  if (!asked) return
  asked = ''
  // After Back the address already names the other frame.
  if (location.href !== shown) history.pushState({ frame: true }, '', shown)
}

/** @param {string | undefined} go */
function linkTo(go) {
  const link = document.querySelector(`#frame [data-go="${go}"]`)
  return link instanceof HTMLAnchorElement ? link : null
}

/**
 * Quick steps count from the frame that was asked for last. Only a page knows which frames show the track.
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
  const track = target?.closest('.box-track')?.getAttribute('data-track')
  const radio = track
    ? plain && radioOf(`[value="${track}"]`)
    : target?.matches(RADIO + (asked ? '' : ':checked:not(:default)')) && target
  if (!(radio instanceof HTMLInputElement)) return
  if (track) event.preventDefault()
  choose(radio)
})

const RADIO = '.track-list [type=radio]'
/** @param {string} attribute */
const radioOf = (attribute) => document.querySelector(RADIO + attribute)

/** Brings the player's box into the editor. @param {HTMLInputElement} radio */
function choose(radio) {
  radio.checked = true
  radio.focus()
  const { origin, pathname } = location
  show(`${origin}${pathname}?track=${encodeURIComponent(radio.value)}`, false).catch(reportError)
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey && event.key === 'Enter') {
    event.preventDefault()
    if (!event.repeat) document.getElementById('store')?.click()
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return
  // Elsewhere a letter is a command of a screen reader.
  if (event.target instanceof Element && event.target.closest('.frame-tracks fieldset')) {
    const radio = /^[a-z]$/i.test(event.key) && radioOf(`[data-letter=${event.key.toUpperCase()}]`)
    if (radio instanceof HTMLInputElement) choose(radio)
  }
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
  const busy =
    event.target instanceof Element &&
    event.target.closest('input, select, textarea, video, box-editor, .strip')
  if (busy) return
  const direction = event.key === 'ArrowLeft' ? 'previous' : 'next'
  const href = stepTo(direction, event.shiftKey)
  if (!href) return
  event.preventDefault()
  show(href, false).catch(reportError)
})

/** @param {EventTarget | null} details */
function playVideo(details) {
  if (!(details instanceof HTMLDetailsElement && details.matches('.frame-video'))) return
  import('./frame/video.js')
    .then(({ toggled }) => toggled(details))
    .catch((error) => {
      const words = details.querySelector('.film-words')
      if (words) words.textContent = 'The controls could not be loaded. Load the page again.'
      reportError(error)
    })
}

document.addEventListener('toggle', ({ target }) => playVideo(target), true)
// Opened before this script came.
playVideo(document.querySelector('.frame-video[open]'))

/** Needed only if a player is chosen. */
const loadEditor = () => import('./box-editor.js')

for (const sign of ['pointerover', 'pointerdown', 'focusin']) {
  document.addEventListener(sign, ({ target }) => {
    const choosing = '#frame .frame-tracks, #frame .marked-picture'
    // A choice loads it again, and reports errors.
    if (target instanceof Element && target.closest(choosing)) loadEditor().catch(() => {})
  })
}

async function fetchAhead() {
  const [{ forgetPages, fetchNeighbours }] = await steps
  forgetPages()
  fetchNeighbours()
}

// The job has changed, so pages fetched ahead are out of date.
document.addEventListener('htmx:after:swap', () => {
  shown = location.href
  if (document.querySelector('box-editor:not([data-ready])'))
    loadEditor().catch(() => location.reload())
  fetchAhead().catch(reportError)
})
document.addEventListener('htmx:before:request', endStep)

addEventListener('popstate', () => {
  const isStep = location.href.split('#')[0] !== shown.split('#')[0]
  if (isStep && document.getElementById('frame')) show(location.href, true).catch(reportError)
})

fetchAhead().catch(reportError)
