/**
 * A clock for the demo that stands until it is set forward: what a run shows on its way stays on the page for as long
 * as a slow machine needs to see it.
 */
export function standingClock() {
  let ms = Date.now()
  return {
    /** Milliseconds since the epoch. */
    now: () => ms,
    forward(sec: number) {
      ms += sec * 1_000
    },
  }
}
