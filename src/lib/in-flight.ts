interface Flight<T> {
  result: Promise<T>
  subscribers: number
  controller: AbortController
}

/**
 * Shares one piece of work among all callers that want the same at the same time. A caller that leaves is rejected with
 * its signal's reason; a caller without a signal never leaves. The work is aborted when the last caller has left.
 * Calls to the service are not shared here: `upstream/single-flight.ts` says why.
 */
export function createInFlight<T>() {
  const flights = new Map<string, Flight<T>>()

  function begin(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController()
    const result = work(controller.signal).finally(() => {
      if (flights.get(key) === flight) flights.delete(key)
    })
    const flight: Flight<T> = { result, subscribers: 0, controller }
    flights.set(key, flight)
    return flight
  }

  return {
    async join(
      key: string,
      signal: AbortSignal | undefined,
      work: (signal: AbortSignal) => Promise<T>,
    ): Promise<T> {
      signal?.throwIfAborted()
      const flight = flights.get(key) ?? begin(key, work)
      flight.subscribers += 1
      const left = Promise.withResolvers<never>()
      const leave = () => left.reject(signal?.reason)
      signal?.addEventListener('abort', leave)
      try {
        return await Promise.race([flight.result, left.promise])
      } finally {
        signal?.removeEventListener('abort', leave)
        flight.subscribers -= 1
        if (flight.subscribers === 0) {
          if (flights.get(key) === flight) flights.delete(key)
          flight.controller.abort()
        }
      }
    },
  }
}
