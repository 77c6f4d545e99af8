import type { ServerResponse } from 'node:http'
import { digestOf, isDone, type LiveState } from '../../domain/live-state.ts'
import { createChannel } from './channel.ts'
import { message } from './sse.ts'
import type { Watch } from './watch.ts'

/** How a state is put for one kind of reader; null: nothing to say. */
export type Put = (
  jobId: string,
  state: LiveState,
  version: number,
) => Promise<string | null> | string | null

/** The streams of one kind for one job: a state is put into words once for all of them. */
export interface Room {
  /** Gives the stream to the room until it closes. `seen`: digest of the state that it shows already. */
  add(response: ServerResponse, seen?: string): void
  breathe(comment: string): void
  /** The process stops: a reader comes back, to another replica or to the next process. */
  end(): void
  readonly size: number
}

/** `onEmpty` is called when the last stream has gone. */
export function createRoom(jobId: string, put: Put, watch: Watch, onEmpty: () => void): Room {
  const channel = createChannel()
  let unwatch: (() => void) | null = null
  let wanted: { state: LiveState; version: number } | null = null
  let putting = false
  /** Of the newest message. */
  let digest = ''
  /** What newcomers show already, until the first message to them. */
  const seenBy = new Map<ServerResponse, string>()

  async function putNewest() {
    if (putting) return
    putting = true
    while (wanted !== null) {
      const { state, version } = wanted
      wanted = null
      const text = await Promise.resolve(put(jobId, state, version)).catch(() => null)
      if (text !== null && wanted === null) {
        digest = digestOf(state)
        channel.publish(message(text, { id: version }), (reader) => seenBy.get(reader) !== digest)
        seenBy.clear()
      }
      if (wanted === null && isDone(state)) finish(state)
    }
    putting = false
  }

  function finish(state: LiveState) {
    channel.finish(message(JSON.stringify(state), { event: 'done' }))
    leave()
  }

  function leave() {
    unwatch?.()
    unwatch = null
    onEmpty()
  }

  return {
    get size() {
      return channel.size
    },
    add(response, seen) {
      if (seen !== undefined && digest === '') seenBy.set(response, seen)
      channel.add(response, seen === undefined || seen !== digest)
      response.on('close', () => {
        channel.remove(response)
        seenBy.delete(response)
        if (channel.size === 0) leave()
      })
      unwatch ??= watch.add({
        onState(state, version) {
          wanted = { state, version }
          void putNewest()
        },
        onStale(since) {
          const data = JSON.stringify({
            since: since === null ? null : new Date(since).toISOString(),
          })
          channel.breathe(message(data, { event: 'stale' }))
        },
      })
    },
    breathe: (comment) => channel.breathe(comment),
    end() {
      channel.finish('')
      leave()
    },
  }
}
