import { createInFlight } from '../lib/in-flight.ts'

/**
 * One read of a job at a time, shared by all who asked before it began; whoever asks meanwhile waits for the next. A read
 * ends when all who wait for it have left.
 * @returns a function that throws what the read throws, and the reason of the signal if the caller leaves
 */
export function createFreshReads(read: (jobId: string, signal: AbortSignal) => Promise<void>) {
  const flights = createInFlight<void>()
  const underWay = new Map<string, Promise<void>>()

  function begin(jobId: string, signal: AbortSignal): Promise<void> {
    const reading = read(jobId, signal)
    const ended = reading
      .catch(() => {})
      .finally(() => {
        if (underWay.get(jobId) === ended) underWay.delete(jobId)
      })
    underWay.set(jobId, ended)
    return reading
  }

  return async (jobId: string, signal?: AbortSignal): Promise<void> => {
    // All who wait here go on in the same turn, so they share the next read.
    await underWay.get(jobId)
    await flights.join(jobId, signal, (shared) => begin(jobId, shared))
  }
}
