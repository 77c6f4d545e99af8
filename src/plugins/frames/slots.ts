import { FrameBusy } from '../../errors.ts'

/** Gives back a slot; a second call does nothing. */
export type Release = () => void

/**
 * At most `size` holders at a time and `queue` waiting for their turn, so that images cannot starve
 * the JSON routes. `take` throws `FrameBusy` where the queue is full, and the signal's reason where
 * it aborts while waiting.
 */
export function createSlots(size: number, queue: number) {
  const waiting = new Set<() => void>()
  let taken = 0

  function slot(): Release {
    taken += 1
    let held = true
    return () => {
      if (!held) return
      held = false
      taken -= 1
      const [next] = waiting
      next?.()
    }
  }

  function turn(signal: AbortSignal): Promise<Release> {
    const { promise, resolve, reject } = Promise.withResolvers<Release>()
    const begin = () => {
      leave()
      resolve(slot())
    }
    const giveUp = () => {
      leave()
      reject(signal.reason)
    }
    const leave = () => {
      waiting.delete(begin)
      signal.removeEventListener('abort', giveUp)
    }
    waiting.add(begin)
    signal.addEventListener('abort', giveUp)
    return promise
  }

  return {
    /** Holders and those who wait. */
    get size() {
      return taken + waiting.size
    },
    async take(signal: AbortSignal): Promise<Release> {
      signal.throwIfAborted()
      if (taken < size) return slot()
      if (waiting.size >= queue) throw new FrameBusy()
      return turn(signal)
    },
  }
}
