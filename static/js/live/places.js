/**
 * A browser opens six connections to a host over HTTP/1.1, for all its pages together. So at most three
 * pages hold a stream and the others ask. Pages tell each other by a BroadcastChannel, which needs no
 * secure context.
 */
const MOST = 3
/** How often a page says that it holds a stream, and when its word is too old; milliseconds. */
const SAY_EVERY_MS = 2_000
const FORGET_MS = 6_000
/** Others answer sooner than this, milliseconds. */
const ANSWERS_WITHIN_MS = 100

/** @typedef {{id: string, since: number}} Holder since: milliseconds, as Date.now() */

export function createPlaces() {
  const id = `${Math.random()}`
  /** @type {Map<string, Holder & {heardAt: number}>} */
  const others = new Map()
  let since = 0
  let lost = new AbortController()
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let saying
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('touchline') : null

  const holds = () => since > 0
  const say = (/** @type {string} */ type) => channel?.postMessage({ type, id, since })

  function holders() {
    const now = Date.now()
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

  channel?.addEventListener('message', ({ data }) => {
    if (data.type === 'who' && holds()) say('hold')
    if (data.type === 'free') others.delete(data.id)
    if (data.type === 'hold') {
      others.set(data.id, { id: data.id, since: data.since, heardAt: Date.now() })
      giveWay()
    }
  })
  say('who')

  return {
    /** When all others have said whether they hold a stream. */
    known: new Promise((resolve) => setTimeout(resolve, channel ? ANSWERS_WITHIN_MS : 0)),
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
