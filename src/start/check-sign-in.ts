import { createProvider } from '../auth/oidc/provider.ts'
import type { Config } from '../config/index.ts'
import type { Verdict } from './verdict.ts'

/**
 * Asks the OpenID provider what it is, as a start does, for as long as a start waits; null if nobody signs in there. Whether
 * it knows Touchline is seen when somebody signs in.
 */
export async function checkSignIn({ auth }: Config): Promise<Verdict | null> {
  if (auth.mode !== 'oidc') return null
  let reason: unknown = null
  const log = {
    warn: (said: { reason: unknown }) => {
      reason = said.reason
    },
  }
  try {
    const provider = createProvider(await import('openid-client'), auth, { log, now: Date.now })
    await provider.look()
  } catch (error) {
    reason = (error as Error).message
  }
  return reason === null
    ? { ok: true, says: `${auth.issuer}: The sign-in service answers.` }
    : {
        ok: false,
        says: `${auth.issuer}: No OpenID provider answers (${reason}). Check OIDC_ISSUER.`,
      }
}
