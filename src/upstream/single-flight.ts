import { EndingSignal, type Signal, type SignalListener } from '../lib/signal.ts'
import { withoutTrace } from '../lib/trace.ts'
import type { Answer, RequestContext, RequestSpec } from './types.ts'

export type Send = (call: RequestSpec, context: RequestContext) => Promise<Answer>

export interface SingleFlight {
  send: Send
  /** Grows when a change is sent and when it has ended: what was read at a lower number may be outdated. */
  readonly changes: number
}

/**
 * Identical reads in flight (same address, same forwarded headers except `X-Request-Id` and the trace) share one call,
 * its answer and its failure. A change ends all sharing with older reads, when it is sent and again
 * when it has ended, so that nobody who reads after the change gets an older state.
 * This is not `lib/in-flight.ts`, because a change must end the sharing, each reader has a share of the answer's memory
 * (`Lease`), and a hot read makes no `AbortSignal`.
 * `mayShare` is false for a path whose calls are held back, so that nobody waits for the probe.
 */
export function createSingleFlight(send: Send, mayShare: (path: string) => boolean): SingleFlight {
  let flights = nobody()
  let changes = 0

  async function change(call: RequestSpec, context: RequestContext): Promise<Answer> {
    noteChange()
    try {
      // A client that leaves does not take its change back: the call goes on, and is logged.
      const { requestId, log, trace } = context
      const answer = await send(call, { requestId, log, trace })
      if (context.signal?.aborted) logLateAnswer(call, answer, context)
      return answer
    } finally {
      noteChange()
    }
  }

  function noteChange() {
    changes += 1
    flights = nobody()
  }

  function begin(key: string, call: RequestSpec, context: RequestContext): Flight {
    const flight = new Flight(context.requestId, settle)
    flights[key] = flight
    flight.answer = fly()
    return flight

    async function fly() {
      try {
        const { requestId, log, trace } = context
        const answer = await send(call, { requestId, log, trace, signal: flight.ending })
        answer.lease.retain(flight.readers)
        return answer
      } finally {
        settle()
      }
    }

    function settle() {
      if (flights[key] === flight) delete flights[key]
    }
  }

  return {
    send(call, context) {
      if (call.method !== 'GET') return change(call, context)
      if (!mayShare(call.path)) return send(call, context)
      const key = keyOf(call)
      const flight = context.fresh ? undefined : flights[key]
      return flight ? join(flight, context) : begin(key, call, context).read(context.signal)
    },
    get changes() {
      return changes
    },
  }
}

function logLateAnswer({ method, path }: RequestSpec, { status }: Answer, { log }: RequestContext) {
  log.info(
    { upstream: { method, path: path.split('?')[0], status } },
    'the service has answered a change whose client had left',
  )
}

/**
 * An empty set of flights. Not a `Map`: if entries come and go all the time, it makes a new table again and again.
 * Each old table points to the next, so one table that stays in memory keeps all that follow.
 */
function nobody(): Record<string, Flight> {
  return Object.create(null)
}

async function join(flight: Flight, context: RequestContext): Promise<Answer> {
  context.log.debug({ sharedWith: flight.requestId }, 'waits for the same read')
  const answer = await flight.read(context.signal)
  if (answer.headers['x-request-id'] === undefined) return answer
  return { ...answer, headers: { ...answer.headers, 'x-request-id': context.requestId } }
}

/** One read under way, and who waits for it. */
class Flight implements SignalListener {
  answer!: Promise<Answer>
  /** The id of the request that the call was sent for, which is the id in the upstream's log. */
  readonly requestId: string
  readonly ending = new EndingSignal()
  /** All readers who joined, also those who have left. */
  readers = 0
  #waiting = 0
  #stop: () => void

  /** `onStop` is called when nobody waits any more: then nobody may join. */
  constructor(requestId: string, onStop: () => void) {
    this.requestId = requestId
    this.#stop = onStop
  }

  /** Gives the answer to one more reader. When the last reader has left, the call ends and all are rejected. */
  async read(signal: Signal | undefined): Promise<Answer> {
    this.readers += 1
    this.#waiting += 1
    if (signal === undefined) return this.answer
    if (signal.aborted) this.onGone()
    else signal.listen(this)
    try {
      return await this.answer
    } finally {
      signal.unlisten(this)
    }
  }

  onGone() {
    this.#waiting -= 1
    if (this.#waiting > 0) return
    this.#stop()
    this.ending.abort()
  }
}

function keyOf({ path, headers }: RequestSpec): string {
  const telling = headers.includes('traceparent') ? withoutTrace(headers) : headers
  // No path and no header contains a line break.
  return `${path}\n${telling.join('\n')}`
}
