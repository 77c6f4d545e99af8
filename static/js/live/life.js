import { localTime } from '../local-time.js'
import { moment, msSince } from './moment.js'

/**
 * How long the shown state has not changed, counted by this browser's clock from what the server has seen
 * (views/fragments/job/life.eta). @param {Document} page
 */
export function createLife(page) {
  /** @type {WeakMap<Element, {quiet: string, seen: string, found: ReturnType<typeof moment>}>} */
  const known = new WeakMap()

  const parts = () => /** @type {HTMLElement[]} */ ([...page.querySelectorAll('[data-quiet-ms]')])

  return {
    /** After a swap: a new state counts from what the server says of it. */
    look() {
      for (const part of parts()) {
        const quiet = part.dataset['quietMs'] ?? ''
        const seen = part.closest('[data-seen]')?.getAttribute('data-seen') ?? ''
        const before = known.get(part)
        if (before?.seen === seen && before.quiet === quiet) continue
        const since = Date.now() - Number(quiet)
        known.set(part, { quiet, seen, found: moment() })
        for (const time of part.querySelectorAll('time')) {
          time.dateTime = new Date(since).toISOString()
          time.textContent = localTime(new Date(since), new Date())
        }
      }
    },
    get isOverdue() {
      return parts().some((part) => {
        const state = known.get(part)
        const quietMs = state ? Number(state.quiet) + msSince(state.found) : 0
        return quietMs > Number(part.dataset['staleMs'] ?? Number.POSITIVE_INFINITY)
      })
    },
  }
}
