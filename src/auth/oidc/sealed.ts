import { createHash } from 'node:crypto'
import type * as Jose from 'jose'

/** What a sealed text is for. A text of one kind is never taken for another. */
type Purpose = 'session' | 'sign-in'

/** Most characters. A longer text is not ours, because browsers do not keep a longer cookie. */
const LONGEST = 4_096
const MODE = { alg: 'dir', enc: 'A256GCM' }

export interface Sealer {
  /** @param endsAt milliseconds since the epoch */
  seal(purpose: Purpose, claims: Record<string, string>, endsAt: number): Promise<string>
  /** The claims and their end, milliseconds; null if sealed elsewhere or for something else, or if it has ended. */
  open(purpose: Purpose, text: string): Promise<{ claims: Jose.JWTPayload; endsAt: number } | null>
}

/**
 * Makes and reads texts that only we can make and read: JWE with AES-256-GCM (RFC 7516). The first key seals and all
 * keys open, so that a key can be replaced without signing anybody out. `issuer`: texts of other providers do not open.
 */
export function createSealer(
  { EncryptJWT, jwtDecrypt }: typeof Jose,
  { keys, issuer, now }: { keys: readonly string[]; issuer: string; now: () => number },
): Sealer {
  const secrets = new Map(keys.map((key) => [idOf(key), digest(`touchline ${key}`)]))
  const [kid = ''] = keys.map(idOf)
  const secretOf = (id: unknown) => {
    const secret = secrets.get(String(id))
    if (secret === undefined) throw new Error('sealed with a key that is not ours any more')
    return secret
  }

  return {
    seal: (purpose, claims, endsAt) =>
      new EncryptJWT(claims)
        .setProtectedHeader({ ...MODE, kid })
        .setIssuer(issuer)
        .setAudience(purpose)
        .setExpirationTime(Math.floor(endsAt / 1000))
        .encrypt(secretOf(kid)),
    async open(purpose, text) {
      if (text.length > LONGEST) return null
      try {
        const { payload } = await jwtDecrypt(text, ({ kid }) => secretOf(kid), {
          issuer,
          audience: purpose,
          requiredClaims: ['exp'],
          currentDate: new Date(now()),
          keyManagementAlgorithms: [MODE.alg],
          contentEncryptionAlgorithms: [MODE.enc],
        })
        return { claims: payload, endsAt: Number(payload.exp) * 1000 }
      } catch {
        return null
      }
    },
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
/** Names a key without telling it. */
const idOf = (key: string) => digest(`id of ${key}`).toString('base64url').slice(0, 8)
