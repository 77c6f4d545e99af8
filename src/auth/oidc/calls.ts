import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyRequest } from 'fastify'
import { clientNetwork } from '../../domain/http/client-network.ts'
import { SignInBusy, TooManyFailures } from '../../errors/access.ts'
import { SignInUnproven } from '../../errors/sign-in.ts'
import { Places } from '../../lib/places.ts'
import { createFailureLimit } from '../failure-limit.ts'
import { boundedFetch } from './bounded-fetch.ts'

/** Most sign-ins that call the provider at a time. A club's people may all come from one address. */
const AT_ONCE = 8
const AT_ONCE_OF_ONE = 4
const WAITING = 32

export interface ProviderCalls {
  /** The `fetch` of these calls. A call ends when the person who waits for it has left. */
  fetch(url: string, options: RequestInit): Promise<Response>
  /**
   * Asks the provider about somebody who came back: in turn, and not if the same browser has brought too many wrong
   * answers. Throws `SignInBusy`, `TooManyFailures`, and what `ask` throws: `SignInUnproven` counts as a wrong answer.
   */
  inTurn<T>(request: FastifyRequest, browser: string, ask: () => Promise<T>): Promise<T>
}

/** Bounds the calls to the provider: anybody can come back with a made-up answer, and each answer makes us call. */
export function createProviderCalls(now: () => number): ProviderCalls {
  const busy = () => new SignInBusy()
  const places = new Places({
    atOnce: AT_ONCE,
    atOnceOfOne: AT_ONCE_OF_ONE,
    waiting: WAITING,
    busy,
  })
  const limit = createFailureLimit(now)
  const asker = new AsyncLocalStorage<AbortSignal>()

  function mayTry(client: string) {
    const seconds = limit.waitSec(client)
    if (seconds > 0) throw new TooManyFailures().after(seconds)
  }

  return {
    fetch(url, options) {
      const signals = [options.signal, asker.getStore()].filter((one) => one instanceof AbortSignal)
      return boundedFetch(url, { ...options, signal: AbortSignal.any(signals) })
    },
    async inTurn({ ip, ending }, browser, ask) {
      const network = clientNetwork(ip)
      // Counted for each browser: a whole club may share one address, and one person must not keep the others out.
      const client = `${network} ${browser}`
      mayTry(client)
      const { abortSignal } = ending
      const release = await places.take(network, abortSignal)
      try {
        mayTry(client)
        return await asker.run(abortSignal, ask)
      } catch (error) {
        if (error instanceof SignInUnproven) limit.failed(client)
        throw error
      } finally {
        release()
      }
    },
  }
}
