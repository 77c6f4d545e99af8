/** @import { Holder } from './live.types.ts' */

/**
 * A browser opens six connections to a host over HTTP/1.1, for all its pages together. So at most three pages hold a
 * stream, and the others ask. Pages tell each other by a BroadcastChannel, which needs no secure context.
 */
const MOST = 3
/** How often a page says that it holds a stream, and when its word is too old; milliseconds. */
const SAY_EVERY_MS = 2_000
const FORGET_MS = 6_000
/** Others answer sooner than this, milliseconds. */
const ANSWERS_WITHIN_MS = 100

export function createPlaces() {
  const id = `${Math.random()}`
  /** @type {Map<string, Holder & {heardAt: number}>} */
  const others = new Map()
  let since = 0
  let lost = new AbortController()
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let saying
  /** @type {BroadcastChannel | null} */
  let channel = null
  let known = Promise.resolve()

  const holds = () => since > 0
  const say = (/** @type {string} */ type) => channel?.postMessage({ type, id, since })

  function holders() {
    const now = performance.now()
    for (const [key, { heardAt }] of others) if (now - heardAt > FORGET_MS) others.delete(key)
    return [...others.values()]
  }

  function free() {
    if (!holds()) return
    since = 0
    clearInterval(saying)
    say('free')
  }

  /** Two pages may have taken the last place at once: those that came first keep theirs. */
  function giveWay() {
    const before = holders().filter((other) => comesBefore(other, { id, since }))
    if (!holds() || before.length < MOST) return
    free()
    lost.abort()
  }

  /** @param {MessageEvent<Holder & {type: string}>} event */
  function hear({ data }) {
    if (data.type === 'who' && holds()) say('hold')
    if (data.type === 'free') others.delete(data.id)
    if (data.type === 'hold') {
      others.set(data.id, { id: data.id, since: data.since, heardAt: performance.now() })
      giveWay()
    }
  }

  return {
    /** Asks the others who holds a stream. */
    open() {
      if (!('BroadcastChannel' in globalThis)) return
      channel = new BroadcastChannel('touchline')
      channel.addEventListener('message', hear)
      say('who')
      known = new Promise((resolve) => setTimeout(resolve, ANSWERS_WITHIN_MS))
    },
    /** A hidden page needs no place. An open channel would keep it out of the browser's cache. */
    close() {
      free()
      channel?.close()
      channel = null
      others.clear()
    },
    /** When all others have said whether they hold a stream. */
    get known() {
      return known
    },
    /** @returns {boolean} whether this page may open a stream */
    take() {
      if (holders().length >= MOST) return false
      since = Date.now()
      lost = new AbortController()
      saying = setInterval(() => say('hold'), SAY_EVERY_MS)
      say('hold')
      return true
    },
    free,
    /** Aborted when the stream must be given up. */
    get lost() {
      return lost.signal
    },
  }
}

/** @param {Holder} a @param {Holder} b */
function comesBefore(a, b) {
  return a.since < b.since || (a.since === b.since && a.id < b.id)
}
