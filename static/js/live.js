import { ask } from './live/ask.js'
import { follow } from './live/stream.js'

/**
 * Keeps a page at what the service says: over one event stream while the page is seen, by asking
 * where no stream opens. The connection's element stands outside all that is swapped, so a new state
 * never opens a second stream.
 */

/** Between two asks while no stream is there, milliseconds. */
const ASK_EVERY_MS = 2_000
/** Between two looks at a job that has ended, milliseconds: somebody may try it again. */
const REST_MS = 15_000
/** Before a lost stream is opened again, milliseconds; a little of chance keeps pages out of step. */
const AGAIN_MS = 300

/** @param {Document} page */
export function followChanges(page) {
  const place = page.getElementById('connection')
  if (!place) return
  const { stream = '', ask: askHref = '', shown = '' } = place.dataset
  /** Ends all that goes on, when the page is left or out of sight. */
  let going = new AbortController()
  let wake = () => {}

  const now = () => page.getElementById(shown)
  const hasEnded = () => now()?.dataset['ended'] !== undefined
  /** @param {string} href */
  const withSeen = (href) => `${href}?seen=${encodeURIComponent(now()?.dataset['seen'] ?? '')}`

  /** @param {string} text */
  async function show(text) {
    const { htmx } = /** @type {{htmx?: {swap(context: object): Promise<void>}}} */ (globalThis)
    await htmx?.swap({ sourceElement: place, text, swap: 'none' })
  }

  /** @param {number} ms */
  function pause(ms) {
    return /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    )
  }

  /** @param {AbortSignal} signal @param {boolean} current whether the page was made just now */
  async function run(signal, current) {
    let known = current
    while (!signal.aborted) {
      if (!known) {
        const { text, answered } = await ask(withSeen(askHref), signal)
        if (signal.aborted) return
        if (text !== null) await show(text)
        if (answered) sayStale(page, null)
        else sayStale(page, new Date())
        if (!answered) {
          await pause(ASK_EVERY_MS)
          continue
        }
      }
      known = false
      if (hasEnded()) {
        await pause(REST_MS)
        continue
      }
      const ended = await follow(withSeen(stream), signal, {
        onMessage: show,
        onStale: (since) => sayStale(page, since),
      })
      known = ended === 'done' && hasEnded()
      if (!known) await pause(ended === 'lost' ? AGAIN_MS * (1 + Math.random()) : ASK_EVERY_MS)
    }
  }

  /** @param {boolean} current */
  function begin(current) {
    leave()
    going = new AbortController()
    run(going.signal, current).catch((error) => reportError(error))
  }

  function leave() {
    going.abort()
    wake()
  }

  page.addEventListener('visibilitychange', () => (page.hidden ? leave() : begin(false)))
  addEventListener('pagehide', leave)
  addEventListener('pageshow', ({ persisted }) => persisted && begin(false))
  // An act may have set an ended job going again.
  page.addEventListener('htmx:after:swap', () => {
    if (!hasEnded()) wake()
  })
  if (!page.hidden) begin(true)
}

/** @param {Document} page @param {Date | null} since null: it answers again */
function sayStale(page, since) {
  const notice = page.getElementById('stale')
  const time = page.getElementById('stale-since')
  if (!notice || !time) return
  if (since !== null && notice.hidden) time.textContent = since.toLocaleTimeString()
  notice.hidden = since === null
}

/** A change that got no answer may have been made or not: the page says so. @param {Document} page */
export function sayWhenUnsure(page) {
  page.addEventListener('htmx:error', (event) => {
    const { ctx } = /** @type {CustomEvent<{ctx?: {request?: {method?: string}}}>} */ (event).detail
    const notice = page.getElementById('unsure')
    if (notice && ctx?.request?.method?.toUpperCase() === 'POST') notice.hidden = false
  })
}
