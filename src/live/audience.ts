import type { ServerResponse } from 'node:http'
import { isDone, type LiveState } from '../domain/job/live-state.ts'
import { isSameSeen } from '../domain/job/seen.ts'
import type { Background } from '../lib/background.ts'
import { createChannel } from './channel.ts'
import { heartbeatText } from './heartbeat.ts'
import { message, troubleMessage } from './sse.ts'
import { createTeller, type Message } from './teller.ts'
import { createTroubles } from './troubles.ts'
import type { LivePace, Watch, Watcher } from './watch.ts'

/** What the watches of an audience see, each in its place; null: nothing yet, or an unknown job. */
export type Sight = readonly (LiveState | null)[]

/** How the messages to an audience are made. */
export interface Manner {
  put: (sight: Sight) => Promise<Message | string> | Message | string
  /** Identifies what is shown: a reader that already shows it gets no message. */
  digest: (sight: Sight) => string
  /** The data of `done`. Left out for pages, which must not get the service's words as they come. */
  last?: (sight: Sight) => string
  /** Whether the heartbeat is an event, which a page can hear, or a comment, which a script never sees. */
  audible: boolean
}

/** Streams that all get the same bytes about the same jobs. */
export interface Audience {
  /** Adds a stream until it closes. `seen`: the digest of what its reader already shows. */
  add(response: ServerResponse, seen?: string): void
  heartbeat(): void
  /** The process stops. Readers connect again, to another replica or to the next process. */
  end(): void
  readonly size: number
}

/**
 * Tells its readers when one of the jobs has changed, and when the newest state may be old. `done` ends the streams
 * when all jobs have ended, or at once if there is none to watch. A watch is null if the service does not know the
 * job. `onEmpty` is called when the last stream has gone.
 */
export function createAudience(options: {
  watches: readonly (Watch | null)[]
  manner: Manner
  background: Background
  pace: LivePace
  /** Milliseconds, as `Date.now()`. */
  now: () => number
  onEmpty: () => void
}): Audience {
  const { watches, manner, background, pace, now, onEmpty } = options
  const channel = createChannel()
  const newest: (LiveState | null)[] = watches.map(() => null)
  const gone: boolean[] = watches.map((watch) => watch === null)
  const troubles = createTroubles(watches.length, (trouble) =>
    channel.sendOnce(troubleMessage(trouble, now())),
  )
  /** What newcomers show, until the first message to them. */
  const seenBy = new Map<ServerResponse, string>()
  let stops: (() => void)[] | null = null
  let version = 0
  /** The digest of the newest message; null before the first. */
  let digest: string | null = null
  let begun = false

  const teller = createTeller<Sight>({
    isNews: (sight) => !isShown(manner.digest(sight)),
    put: manner.put,
    told,
    onBehind: troubles.behind,
    background,
    againMs: pace.busyMs,
    longestMs: pace.longestMs,
  })

  function begin() {
    stops = []
    for (const [i, watch] of watches.entries()) {
      if (watch === null) {
        troubles.of(i, { kind: 'gone' })
        continue
      }
      const watcher: Watcher = {
        onState(state, itsVersion) {
          newest[i] = state
          version = itsVersion
          tellNewest()
        },
        onTrouble(trouble) {
          troubles.of(i, trouble)
          const wasGone = gone[i]
          gone[i] = trouble?.kind === 'gone'
          // A list shows which jobs are gone. A stream of one job sends this as its trouble.
          if (gone[i] !== wasGone && watches.length > 1) tellNewest()
        },
      }
      stops.push(watch.add(watcher))
    }
    begun = true
    tellNewest()
  }

  const sightNow = (): Sight => newest.map((state, i) => (gone[i] ? null : state))

  function tellNewest() {
    if (!begun) return
    const sight = sightNow()
    // The message that is being made may differ from this state and from the last message.
    if (!teller.busy && isShown(manner.digest(sight))) endWhenOver()
    else teller.tell(sight)
  }

  /** Whether no reader needs to be told. */
  function isShown(current: string): boolean {
    if (digest !== null) return isSameSeen(digest, current)
    return (
      seenBy.size === channel.size &&
      [...seenBy.values()].every((seen) => isSameSeen(seen, current))
    )
  }

  function told({ text, whole, seen }: Message, shown: Sight) {
    const shows = seen ?? manner.digest(shown)
    digest = shows
    const id = watches.length === 1 ? { id: version } : {}
    channel.publish(message(text, id), (reader) => isNewTo(seenBy.get(reader), shows))
    seenBy.clear()
    if (whole) endWhenOver()
  }

  function endWhenOver() {
    const isOver = newest.every((state, i) => gone[i] || (state !== null && isDone(state)))
    if (isOver) finish(message(manner.last?.(sightNow()) ?? '{}', { event: 'done' }))
  }

  function finish(last: string) {
    channel.finish(last)
    leave()
  }

  function leave() {
    if (stops === null) return
    for (const stop of stops) stop()
    stops = null
    teller.stop()
    onEmpty()
  }

  return {
    get size() {
      return channel.size
    },
    add(response, seen) {
      const isAhead = seen !== undefined && begun && isSameSeen(seen, manner.digest(sightNow()))
      if (seen !== undefined && (digest === null || isAhead)) seenBy.set(response, seen)
      if (manner.audible) response.write(heartbeatText(true, pace.heartbeatMs))
      // The last message may be older than what this reader shows.
      channel.add(response, digest !== null && !isAhead && isNewTo(seen, digest))
      if (troubles.now !== null) response.write(troubleMessage(troubles.now, now()))
      response.on('close', () => {
        channel.remove(response)
        seenBy.delete(response)
        if (channel.size === 0) leave()
      })
      if (stops === null) begin()
      else if (digest === null && !teller.busy) tellNewest()
    },
    heartbeat: () => channel.sendOnce(heartbeatText(manner.audible, pace.heartbeatMs)),
    end: () => finish(''),
  }
}

/** `seen`: what a reader shows; undefined: nothing. */
function isNewTo(seen: string | undefined, digest: string): boolean {
  return seen === undefined || !isSameSeen(seen, digest)
}
