/**
 * A moment by both clocks of the browser. The time of day may be set back, and the other clock may stand still while
 * the machine sleeps.
 */
export function moment() {
  return { date: Date.now(), tick: performance.now() }
}

/** Milliseconds since then, by the clock that has gone further. @param {ReturnType<typeof moment>} then */
export function msSince({ date, tick }) {
  return Math.max(Date.now() - date, performance.now() - tick)
}
