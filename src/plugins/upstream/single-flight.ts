import type { Caller } from '../upstream.ts'
import { type Answer, type Call, ClientGoneError } from './exchange.ts'
import { toCatalogueError } from './failure.ts'
import { EndingSignal } from './signal.ts'

export type Send = (call: Call, caller: Caller) => Promise<Answer>

export interface SingleFlight {
  send: Send
  /** Grows when a change is sent and when it has ended: what was read at a lower number may be outdated. */
  readonly changes: number
}

/** One read under way, and how many wait for it. */
interface Flight {
  answer: Promise<Answer>
  /** The request that it was sent for: the upstream's log knows this one. */
  requestId: string
  waiting: number
  /** Nobody waits any more: ends the call. */
  stop: () => void
}

/**
 * Identical reads in flight (same address, same forwarded headers but `X-Request-Id`) share one call,
 * its answer and its failure. A change ends all sharing with older reads, when it is sent and again
 * when it has ended: whoever changed something reads it, whoever reads after it reads no older state.
 * `mayShare` is false while the upstream is paused: nobody is to wait for the probe.
 */
export function createSingleFlight(send: Send, mayShare: () => boolean): SingleFlight {
  const flights = new Map<string, Flight>()
  let changes = 0

  async function change(call: Call, caller: Caller): Promise<Answer> {
    noteChange()
    try {
      // Who leaves does not take a change back: it is seen to its end, and logged.
      return await send(call, { ...caller, signal: undefined })
    } finally {
      noteChange()
    }
  }

  function noteChange() {
    changes += 1
    flights.clear()
  }

  function begin(key: string, call: Call, caller: Caller): Flight {
    const ending = new EndingSignal()
    const land = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    const flight: Flight = {
      answer: send(call, { ...caller, signal: ending }),
      requestId: caller.requestId,
      waiting: 0,
      stop() {
        land()
        ending.abort()
      },
    }
    flights.set(key, flight)
    flight.answer.then(land, land)
    return flight
  }

  async function join(flight: Flight, caller: Caller): Promise<Answer> {
    caller.log.debug({ sharedWith: flight.requestId }, 'waits for the same read')
    const answer = await wait(flight, caller)
    if (answer.headers['x-request-id'] === undefined) return answer
    return { ...answer, headers: { ...answer.headers, 'x-request-id': caller.requestId } }
  }

  const shared: Send = (call, caller) => {
    if (call.method !== 'GET') return change(call, caller)
    if (!mayShare()) return send(call, caller)
    const key = keyOf(call)
    const flight = caller.fresh ? undefined : flights.get(key)
    return flight ? join(flight, caller) : wait(begin(key, call, caller), caller)
  }

  return {
    send: shared,
    get changes() {
      return changes
    },
  }
}

/** Waits until the flight lands or the caller leaves; the last one who leaves ends the flight. */
function wait(flight: Flight, { signal }: Caller): Promise<Answer> {
  flight.waiting += 1
  if (signal === undefined) return flight.answer
  return new Promise((resolve, reject) => {
    const leave = () => {
      flight.waiting -= 1
      if (flight.waiting === 0) flight.stop()
      reject(toCatalogueError(new ClientGoneError(), 'GET'))
    }
    const landed = <T>(settle: (value: T) => void) => {
      return (value: T) => {
        signal.removeEventListener('abort', leave)
        settle(value)
      }
    }
    flight.answer.then(landed(resolve), landed(reject))
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave)
  })
}

function keyOf({ path, headers }: Call): string {
  let key = path
  for (const name in headers) {
    if (name !== 'x-request-id') key += `\n${name}: ${headers[name]}`
  }
  return key
}
