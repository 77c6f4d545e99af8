import { randomBytes } from 'node:crypto'
import { hashToken } from '../../auth/tokens.ts'

const BYTES = 32
const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** The unguessable part of the address of a link. */
export function makeLinkToken(): string {
  return randomBytes(BYTES).toString('base64url')
}

/** The SHA-256 of a token, which is all that is kept; null if the text is no token of ours. */
export function hashOfToken(token: string): string | null {
  return TOKEN.test(token) ? hashToken(token) : null
}
