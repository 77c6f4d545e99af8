import { createHash, randomBytes } from 'node:crypto'

export const SCOPES = ['read', 'read-write'] as const
export type Scope = (typeof SCOPES)[number]

const TOKEN_BYTES = 32
const PREFIX = 'tl_'

/** A new token for a script. It has 256 random bits, so a plain hash is enough to keep it safe. */
export function makeToken(): string {
  return PREFIX + randomBytes(TOKEN_BYTES).toString('base64url')
}

/** True if the text begins like our tokens, valid or not. Other tokens are those of a proxy. */
export function isToken(text: string): boolean {
  return text.startsWith(PREFIX)
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
