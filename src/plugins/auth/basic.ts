import { createHmac, randomBytes } from 'node:crypto'
import { Unauthenticated } from '../../errors.ts'
import { isPassword } from './passwords.ts'

/** Right credentials are not derived again for this long. */
const REMEMBERED_MS = 10 * 60_000
const MOST_REMEMBERED = 1_000

export interface Credentials {
  name: string
  password: string
}

/** `Authorization: Basic …` (RFC 7617, UTF-8); null where it is not readable. */
export function readBasic(value: string): Credentials | null {
  const bytes = Buffer.from(value, 'base64')
  const text = bytes.toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1 || !Buffer.from(text, 'utf8').equals(bytes)) return null
  return { name: text.slice(0, colon), password: text.slice(colon + 1) }
}

export interface PasswordCheck {
  /** The name whose credentials were right a moment ago; null where they must be checked. */
  remembered(value: string): string | null
  /** The check of the same credentials that is under way. */
  running(value: string): Promise<string> | null
  /** Derives the password and gives back the name. Throws `Unauthenticated`. */
  check(value: string): Promise<string>
}

/**
 * Checks names and passwords. A page asks for a dozen files at once and scrypt is slow on purpose, so
 * what was right is remembered, under a key of this process and never in plain.
 */
export function createPasswordCheck(
  hashes: ReadonlyMap<string, string>,
  now: () => number,
): PasswordCheck {
  const key = randomBytes(32)
  const right = new Map<string, { name: string; until: number }>()
  const running = new Map<string, Promise<string>>()
  const [ofSomebody = ''] = hashes.values()
  const digest = (value: string) => createHmac('sha256', key).update(value).digest('base64')

  async function derive(value: string, id: string): Promise<string> {
    const given = readBasic(value)
    const hash = given === null ? undefined : hashes.get(given.name)
    // An unknown name costs what a known one costs.
    const isRight = await isPassword(given?.password ?? '', hash ?? ofSomebody)
    if (!isRight || hash === undefined || given === null) throw new Unauthenticated()
    right.set(id, { name: given.name, until: now() + REMEMBERED_MS })
    if (right.size > MOST_REMEMBERED) right.delete(right.keys().next().value as string)
    return given.name
  }

  return {
    remembered(value) {
      const known = right.get(digest(value))
      return known !== undefined && known.until > now() ? known.name : null
    },
    running: (value) => running.get(digest(value)) ?? null,
    check(value) {
      const id = digest(value)
      const check = derive(value, id).finally(() => running.delete(id))
      running.set(id, check)
      return check
    },
  }
}
