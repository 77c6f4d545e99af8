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
 * Identical reads in flight (same address, same forwarded headers but `X-Request-Id` and those of a trace) share one call,
 * its answer and its failure. A change ends all sharing with older reads, when it is sent and again
 * when it has ended: whoever changed something reads it, whoever reads after it reads no older state.
 * This is not `lib/in-flight.ts`, because a change must end the sharing, each reader has a share of the answer's memory
 * (`Lease`), and a hot read makes no `AbortSignal`.
 * `mayShare` is false for a path whose calls are held back: nobody is to wait for the probe.
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
 * No flights. Not a `Map`: one that entries come to and leave all the time makes its table anew again and
 * again, each old table points to the next, and once one of them is old all that follow are kept.
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
  /** Of the request that it was sent for: the upstream's log knows this one. */
  readonly requestId: string
  readonly ending = new EndingSignal()
  /** All who joined, those who have left among them. */
  readers = 0
  #waiting = 0
  #stop: () => void

  /** `onStop`: nobody waits any more, and nobody may join. */
  constructor(requestId: string, onStop: () => void) {
    this.requestId = requestId
    this.#stop = onStop
  }

  /** The answer, for one more reader. Who leaves is let go with the others; the last one ends the call. */
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
  // A line break stands in none of them.
  return `${path}\n${telling.join('\n')}`
}
