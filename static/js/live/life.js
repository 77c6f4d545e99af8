import { localTime } from '../local-time.js'

/** A job that should move and has not for so long is said to be quiet, milliseconds (UX goal 19). */
const STALE_MS = 30_000

/**
 * How long the shown state has not changed, counted by this browser's clock from what the server has seen.
 * @param {Document} page
 */
export function createLife(page) {
  /** @type {WeakMap<Element, {seen: string, since: number}>} */
  const known = new WeakMap()

  const parts = () => /** @type {HTMLElement[]} */ ([...page.querySelectorAll('[data-quiet-ms]')])

  /** @param {HTMLElement} part @param {number} since @param {boolean} stale */
  function showPart(part, since, stale) {
    for (const words of part.querySelectorAll('[data-life]')) {
      if (words instanceof HTMLElement) words.hidden = stale !== (words.dataset['life'] === 'stale')
    }
    const date = new Date(since)
    for (const time of part.querySelectorAll('time')) {
      const text = localTime(date, new Date())
      time.dateTime = date.toISOString()
      if (time.textContent !== text) time.textContent = text
    }
  }

  /** @param {boolean} isTrue whether the page is in touch: else nobody knows */
  function show(isTrue) {
    for (const part of parts()) {
      const since = known.get(part)?.since
      if (since !== undefined) showPart(part, since, isTrue && Date.now() - since > STALE_MS)
    }
  }

  return {
    show,
    /** After a swap: a state that is new counts from what the server says of it. */
    look() {
      for (const part of parts()) {
        const seen = part.closest('[data-seen]')?.getAttribute('data-seen') ?? ''
        if (known.get(part)?.seen === seen) continue
        known.set(part, { seen, since: Date.now() - Number(part.dataset['quietMs']) })
      }
      show(true)
    },
  }
}
