import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** Cost of one check: N = 2^15, r = 8, p = 3 (OWASP Password Storage Cheat Sheet), 32 MiB each. */
const COST = { N: 2 ** 15, r: 8, p: 3 }
const MAX_MEMORY = 64 * 1024 * 1024
const SALT_BYTES = 16
const HASH_BYTES = 32
const HASHED = /^scrypt:(\d+):(\d+):(\d+):([\w-]{16,}):([\w-]{43})$/

/** `scrypt:N:r:p:salt:hash`, salt and hash in base64url. A check costs what its own hash says. */
export async function hashPassword(password: string, cost = COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password.normalize('NFC'), salt, HASH_BYTES, {
    ...cost,
    maxmem: MAX_MEMORY,
  })
  const { N, r, p } = cost
  return ['scrypt', N, r, p, salt.toString('base64url'), hash.toString('base64url')].join(':')
}

export function isPasswordHash(text: string): boolean {
  return HASHED.test(text)
}

/** Takes the same time for every wrong password. */
export async function isPassword(password: string, hashed: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = HASHED.exec(hashed) ?? []
  const wanted = Buffer.from(hash, 'base64url')
  const found = await derive(
    password.normalize('NFC'),
    Buffer.from(salt, 'base64url'),
    HASH_BYTES,
    { N: Number(N), r: Number(r), p: Number(p), maxmem: MAX_MEMORY },
  )
  return timingSafeEqual(found, wanted)
}
