import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyRequest } from 'fastify'
import { clientNetwork } from '../../domain/http/client-network.ts'
import { SignInBusy, TooManyFailures } from '../../errors/access.ts'
import { SignInUnproven } from '../../errors/sign-in.ts'
import { Places } from '../../lib/places.ts'
import { createFailureLimit } from '../failure-limit.ts'
import { boundedFetch } from './bounded-fetch.ts'

/** Sign-ins that the provider is asked about at a time. A club's people may all come from one address. */
const AT_ONCE = 8
const AT_ONCE_OF_ONE = 4
const WAITING = 32

export interface ProviderCalls {
  /** The `fetch` of these calls: one ends when whoever waits for it has left. */
  fetch(url: string, options: RequestInit): Promise<Response>
  /**
   * Asks the provider about somebody who came back: in turn, and not if too many answers of the same browser were
   * wrong. Throws `SignInBusy`, `TooManyFailures`, and what `ask` throws: `SignInUnproven` counts.
   */
  inTurn<T>(request: FastifyRequest, browser: string, ask: () => Promise<T>): Promise<T>
}

/** Anybody can come back with a made-up answer, and each makes us call the provider. So the calls are bounded. */
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
      // A whole club may come from one address: whoever keeps others out there would be one of many.
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
