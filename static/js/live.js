import { ask } from './live/ask.js'
import { createContact } from './live/contact.js'
import { createPlaces } from './live/places.js'
import { follow } from './live/stream.js'

/**
 * Keeps a page up to date while it is visible: over one event stream, or by asking if it has none. The element of the
 * connection is never swapped, so a new state never opens a second stream. The page says when it may be out of date.
 */

// All in milliseconds.

/** Between two asks without a stream: a change is told within two seconds. */
const ASK_EVERY_MS = 1_500
/** Between two looks at a job that has ended: somebody may start it again. */
const REST_MS = 15_000
/** Before a lost stream is opened again; chance keeps many pages out of step. */
const AGAIN_MS = 300
/** Before a stream is tried again that never opened; doubles up to a minute. */
const BLOCKED_MS = 2_000
const BLOCKED_LONGEST_MS = 60_000
/** Between two looks at the clock. */
const TICK_MS = 1_000
/** Looks further apart are no late timer: the machine slept. */
const SLEPT_MS = 10_000

/** @type {import('./live/live.types.ts').Moving} */
const NOTHING_MOVES = { swapped() {}, returned() {}, isOverdue: () => false }

/** @param {Document} page */
export function followChanges(page, moving = NOTHING_MOVES) {
  const place = page.getElementById('connection')
  if (!place) return
  const { stream = '', ask: askHref = '', shown = '' } = place.dataset
  const contact = createContact(page)
  const places = createPlaces()
  /** Ends the stream and the timers when the page is left or hidden. */
  let going = new AbortController()
  let wake = () => {}
  /** A state counts as shown when the last swap is over. */
  let showing = Promise.resolve()
  let blocked = { times: 0, until: 0 }
  let lastTick = Date.now()
  let asksAgain = false

  const now = () => page.getElementById(shown)
  const hasEnded = () => now()?.dataset['ended'] !== undefined
  /** @param {string} href */
  const withSeen = (href) => seenIn(href, now()?.dataset['seen'] ?? '')

  /** @param {string | null} text */
  async function show(text) {
    const before = now()?.dataset['seen']
    // The answer to a change of this page tells of it.
    while (shown === 'news' && page.getElementById('sending')?.hidden === false)
      await new Promise((next) => setTimeout(next, 50))
    const { seen } = now()?.dataset ?? {}
    // That answer may be newer than this text.
    if (seen !== before) text = (await ask(withSeen(askHref), going.signal)).text
    // A page that was shown in place tells of it too.
    if (text !== null && (!seen || !text.includes(`data-seen="${seen}"`))) await swap(text)
  }

  /** @param {string} text */
  function swap(text) {
    const { htmx } = /** @type {{htmx?: {swap(context: object): Promise<void>}}} */ (globalThis)
    showing = htmx?.swap({ sourceElement: place, text, swap: 'none' }) ?? Promise.resolve()
    return showing
  }

  /** @param {number} ms @returns {Promise<void>} */
  function pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** @param {AbortSignal} signal @param {boolean} current whether the page was made just now */
  async function run(signal, current) {
    let right = current
    while (!signal.aborted) {
      const says = right ? 'word' : await look(signal)
      if (signal.aborted) return
      if (says === 'word') right = await stayRight(signal)
      else await pause(says === 'gone' || says === 'signed out' ? REST_MS : ASK_EVERY_MS)
    }
  }

  /** Asks once. @param {AbortSignal} signal */
  async function look(signal) {
    const { says, text } = await ask(withSeen(askHref), signal)
    if (signal.aborted) return says
    contact.answered(says)
    if (text !== null) await show(text)
    return says
  }

  /** Asks for the words of a long silence: no message brings them. */
  async function sayQuiet() {
    if (asksAgain) return
    asksAgain = true
    try {
      const { text } = await ask(seenIn(askHref, ''), going.signal)
      if (text !== null) await swap(text)
    } finally {
      asksAgain = false
    }
  }

  /** Waits until the page may be out of date. @param {AbortSignal} signal @returns {Promise<boolean>} */
  async function stayRight(signal) {
    await places.known
    if (hasEnded()) await pause(REST_MS)
    else if (performance.now() < blocked.until || !places.take()) await pause(ASK_EVERY_MS)
    else {
      const end = await listen(signal)
      if (end === 'done' && hasEnded()) return true
      await pause(AGAIN_MS * (1 + Math.random()))
    }
    return false
  }

  /** Follows one stream to its end. @param {AbortSignal} signal */
  async function listen(signal) {
    const end = await follow(withSeen(stream), AbortSignal.any([signal, places.lost]), {
      onSign: contact.heard,
      onMessage: show,
      onSilent: contact.serviceSilent,
      onGone: () => contact.answered('gone'),
    })
    places.free()
    await showing
    const { times } = blocked
    // The page may not know yet that the job has ended: the next stream would end too.
    const useless = end === 'never opened' || (end === 'done' && !hasEnded())
    blocked = useless
      ? {
          times: times + 1,
          until: performance.now() + Math.min(BLOCKED_MS * 2 ** times, BLOCKED_LONGEST_MS),
        }
      : { times: 0, until: 0 }
    return end
  }

  /** @param {boolean} current */
  function begin(current) {
    leave()
    going = new AbortController()
    lastTick = Date.now()
    contact.awake()
    places.open()
    run(going.signal, current).catch((error) => reportError(error))
  }

  function leave() {
    going.abort()
    wake()
    places.close()
  }

  function returned() {
    moving.returned()
    begin(false)
  }

  page.addEventListener('visibilitychange', () => (page.hidden ? leave() : returned()))
  addEventListener('pagehide', leave)
  addEventListener('pageshow', ({ persisted }) => persisted && returned())
  addEventListener('online', () => wake())
  page.addEventListener('htmx:after:swap', () => {
    moving.swapped()
    // An action may have set an ended job going again.
    if (!hasEnded()) wake()
  })
  setInterval(() => {
    if (page.hidden) return
    const slept = Date.now() - lastTick > SLEPT_MS
    lastTick = Date.now()
    if (slept) returned()
    contact.look()
    if (moving.isOverdue() && contact.isTrue) sayQuiet().catch(reportError)
  }, TICK_MS)
  moving.swapped()
  if (!page.hidden) begin(true)
}

/** The address with the digest of what the page shows. @param {string} href @param {string} seen */
function seenIn(href, seen) {
  return `${href}${href.includes('?') ? '&' : '?'}seen=${encodeURIComponent(seen)}`
}
