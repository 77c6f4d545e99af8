import { createHmac, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { SignInBusy, Unauthenticated } from '../errors/access.ts'
import { createInFlight } from '../lib/in-flight.ts'
import { Places } from '../lib/places.ts'
import { isPassword } from './passwords.ts'

/** Milliseconds in which right credentials are not checked again. */
const REMEMBERED_MS = 10 * 60_000
const MOST_REMEMBERED = 1_000
/**
 * Most checks at a time. Each takes a tenth of a second of one of the process's four threads, which name look-ups and
 * compression need too.
 */
const AT_ONCE = 2
const WAITING = 32

interface Credentials {
  name: string
  password: string
}

/** Reads `Authorization: Basic …` (RFC 7617, UTF-8); null if it is not readable. */
export function readBasic(value: string): Credentials | null {
  const bytes = Buffer.from(value, 'base64')
  const text = bytes.toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1 || !Buffer.from(text, 'utf8').equals(bytes)) return null
  return { name: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Who asks for a check, and how its tries are counted. */
interface Asker {
  /** One client, as `clientNetwork` says. */
  client: string
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal
  /** Notes that a check waits. It counts as a failure until its result is known. Throws if there were too many. */
  begin(): void
  /** Makes the try not count: the password was right, or it was never checked. */
  forgive(): void
}

export interface PasswordCheck {
  /** The name whose credentials were right a moment ago; null if they must be checked. */
  remembered(value: string): string | null
  /**
   * Derives the password and gives back the name. Those who ask the same at the same time share one check.
   * Throws `Unauthenticated`, `SignInBusy` if too many wait, and what `begin` throws.
   */
  check(value: string, asker: Asker): Promise<string>
  /** Passwords that were derived so far, and checks that run or wait. */
  readonly derived: number
  readonly open: number
}

/**
 * Checks names and passwords. A page asks for a dozen files at once and scrypt is slow on purpose, so right
 * credentials are remembered for as long as the name keeps its password: under a key of this process, never in plain
 * text. `people` gives the current hashes.
 */
export function createPasswordCheck(
  people: () => ReadonlyMap<string, { hash: string }>,
  now: () => number,
): PasswordCheck {
  const key = randomBytes(32)
  const right = new LRUCache<string, { name: string; hash: string; until: number }>({
    max: MOST_REMEMBERED,
  })
  const flights = createInFlight<string>()
  const busy = () => new SignInBusy()
  const places = new Places({ atOnce: AT_ONCE, atOnceOfOne: 1, waiting: WAITING, busy })
  let derived = 0
  const digest = (value: string) => createHmac('sha256', key).update(value).digest('base64')

  async function derive(value: string, id: string): Promise<string> {
    const given = readBasic(value)
    const hash = given === null ? undefined : people().get(given.name)?.hash
    const [somebody] = people().values()
    derived += 1
    // An unknown name takes as long as a known one.
    const isRight = await isPassword(given?.password ?? '', hash ?? somebody?.hash ?? '')
    if (!isRight || hash === undefined || given === null) throw new Unauthenticated()
    // The file may have changed meanwhile. Then nobody would notice that this person has entered.
    if (people().get(given.name)?.hash !== hash) throw new Unauthenticated()
    right.set(id, { name: given.name, hash, until: now() + REMEMBERED_MS })
    return given.name
  }

  async function inTurn(value: string, id: string, asker: Asker, signal: AbortSignal) {
    asker.begin()
    const release = await places.take(asker.client, signal).catch((error) => {
      asker.forgive()
      throw error
    })
    try {
      const name = await derive(value, id)
      asker.forgive()
      return name
    } finally {
      release()
    }
  }

  return {
    remembered(value) {
      const known = right.get(digest(value))
      if (known === undefined || known.until <= now()) return null
      return people().get(known.name)?.hash === known.hash ? known.name : null
    },
    check(value, asker) {
      const id = digest(value)
      return flights.join(id, asker.signal, (signal) => inTurn(value, id, asker, signal))
    },
    get derived() {
      return derived
    },
    get open() {
      return places.size
    },
  }
}
