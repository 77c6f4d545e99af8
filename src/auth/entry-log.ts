import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { clientNetwork } from '../domain/http/client-network.ts'
import type { Entry } from './entry.ts'

/** Milliseconds for which one line stands for all: a browser sends its credential with every request. */
const ONE_LINE_MS = 10 * 60_000
const MOST_REMEMBERED = 1_000
/** Most characters of a name that somebody tried. */
const LONGEST = 64

/** Logs who entered and who could not. No line holds a credential. */
export function createEntryLog(now: () => number) {
  const told = new LRUCache<string, number>({ max: MOST_REMEMBERED })

  return {
    entered(request: FastifyRequest, { user, role, by }: Entry) {
      if (user === null) return
      const { ip: remoteAddress } = request
      const key = JSON.stringify([by, user, role, clientNetwork(remoteAddress)])
      if ((told.get(key) ?? 0) > now()) return
      told.set(key, now() + ONE_LINE_MS)
      request.log.info({ user, role, by, remoteAddress }, 'signed in')
    },
    refused(request: FastifyRequest, by: Entry['by'], tried: string | null) {
      request.log.warn({ by, tried, remoteAddress: request.ip }, 'wrong credentials')
    },
  }
}

/**
 * The name that was tried, for the log. An unknown name may be a password that was typed in the wrong field, so the log
 * gets only its length.
 */
export function triedName(name: string | null, isKnown: (name: string) => boolean): string {
  if (name === null) return 'no name'
  return isKnown(name) ? name.slice(0, LONGEST) : `an unknown name of ${name.length} characters`
}
