import type { ServerResponse } from 'node:http'
import { digestOfAll, isDone, type LiveState } from '../../domain/live-state.ts'
import { createChannel } from './channel.ts'
import { message } from './sse.ts'
import type { Watch } from './watch.ts'

/** One stream that watches several jobs, as the home page does. */
export interface Gathering {
  /** Tells the first words, or ends at once where there is nothing to wait for. Called once. */
  begin(): void
  breathe(comment: string): void
  end(): void
}

/**
 * Puts the jobs into words again whenever one of them has changed, and ends when all have ended. A watch
 * is null where the job cannot be read. `seen` is what the reader shows already (`digestOfAll`).
 */
export function createGathering(options: {
  response: ServerResponse
  watches: readonly (Watch | null)[]
  put: () => Promise<string>
  seen: string | undefined
  onEnd: () => void
}): Gathering {
  const { response, watches, put, seen, onEnd } = options
  const channel = createChannel()
  const states: (LiveState | null)[] = watches.map(() => null)
  const stops = new Map<number, () => void>()
  let told = seen
  let telling = true

  function begin() {
    channel.add(response, false)
    response.on('close', () => {
      channel.remove(response)
      leave()
    })
    for (const [i, watch] of watches.entries()) {
      if (watch === null) continue
      const onState = (state: LiveState) => {
        states[i] = state
        void tell()
      }
      stops.set(i, watch.add({ onState, onStale() {} }))
    }
    telling = false
    void tell()
  }

  /** One at a time; what changes meanwhile is told next. */
  async function tell() {
    if (telling) return
    telling = true
    for (let now = digestOfAll(states); told !== now; now = digestOfAll(states)) {
      const text = await put().catch(() => null)
      told = now
      if (text !== null) channel.publish(message(text), () => true)
    }
    telling = false
    for (const [i, stop] of stops) {
      const state = states[i]
      if (!state || !isDone(state)) continue
      stop()
      stops.delete(i)
    }
    if (stops.size === 0) end(message('{}', { event: 'done' }))
  }

  function end(last: string) {
    channel.finish(last)
    leave()
  }

  function leave() {
    for (const stop of stops.values()) stop()
    stops.clear()
    onEnd()
  }

  return {
    begin,
    breathe: (comment) => channel.breathe(comment),
    end: () => end(''),
  }
}
