/** @import { End, Follow } from './live.types.ts' */

/** Longest wait for the first heartbeat, milliseconds: some proxies keep a stream back. */
const OPENS_WITHIN_MS = 5_000
/** A stream is lost when it is silent for this many of its own intervals. */
const MISSED_BEATS = 1.5

/** @type {Follow} */
export const follow = (href, signal, { onSign, onMessage, onSilent, onGone }) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve('left')
    const source = new EventSource(href)
    let opened = false
    let beatMs = 0
    const lose = () => end(opened ? 'lost' : 'never opened')
    const left = () => end('left')
    let silence = setTimeout(lose, OPENS_WITHIN_MS)

    /** @param {End} how */
    function end(how) {
      clearTimeout(silence)
      source.close()
      signal.removeEventListener('abort', left)
      resolve(how)
    }

    /** @param {string} name @param {(data: string) => void} act */
    function on(name, act) {
      source.addEventListener(name, ({ data }) => {
        opened = true
        if (name === 'alive') beatMs = Number(data)
        clearTimeout(silence)
        silence = setTimeout(lose, beatMs * MISSED_BEATS || OPENS_WITHIN_MS)
        onSign(beatMs || null)
        act(data)
      })
    }

    signal.addEventListener('abort', left)
    on('alive', () => {})
    on('message', onMessage)
    on('stale', (data) => onSilent(JSON.parse(data).silent_ms))
    on('gone', onGone)
    on('done', () => end('done'))
    // Closed, because the browser would try again by itself, with what the page showed at first.
    source.addEventListener('error', lose)
  })
