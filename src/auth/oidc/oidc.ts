import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { OidcConfig } from '../../config/auth-oidc.ts'
import { ConfigError } from '../../config/index.ts'
import { ROLES, type Role } from '../../domain/people/role.ts'
import { NoRole } from '../../errors/access.ts'
import { SignInStale, SignInUnproven } from '../../errors/sign-in.ts'
import type { Entry } from '../entry.ts'
import { personOf } from './person.ts'
import { createProvider } from './provider.ts'
import { createSealer } from './sealed.ts'

/** Somebody who has signed in, until the session ends: milliseconds since the epoch. */
interface Session extends Entry {
  endsAt: number
}

/** Signing in with an OpenID provider (docs/decisions/auth/openid.md). All that is kept of it is in the browser. */
export interface Oidc {
  /** The session of a request; null if it carries none that is valid. */
  sessionOf(request: FastifyRequest): Promise<Session | null>
  /**
   * Gives back the address to sign in at. `browser` binds the answer to the browser that asks; `to` is a path of ours.
   * `isAgain`: an earlier answer belonged to another browser.
   */
  begin(cameBackTo: string, browser: string, to: string, isAgain: boolean): Promise<URL>
  /**
   * Judges somebody who comes back. Throws `SignInStale`, `NoRole`, and what `Provider.finish` throws.
   * @returns the session, sealed for its cookie, and the path to go to; only the path if the sign-in was another
   * browser's, so that this browser can begin its own once
   */
  finish(
    cameBackTo: URL,
    browser: string,
    request: FastifyRequest,
  ): Promise<{ entered: { session: Session; sealed: string } | null; to: string }>
  /** Where to sign out of the provider as well; null if the provider has no such place. */
  end(returnTo: string): Promise<URL | null>
}

export const SESSION_COOKIE = 'touchline_session'
/** Milliseconds that somebody has to finish a sign-in. */
export const SIGN_IN_MS = 10 * 60_000
const LOOK_EVERY_MS = 30_000

export async function createOidc(
  app: FastifyInstance,
  config: OidcConfig,
  now: () => number,
): Promise<Oidc> {
  const [client, jose] = await Promise.all([
    needed('openid-client', () => import('openid-client')),
    needed('jose', () => import('jose')),
  ])
  const { issuer, keys, sessionMs } = config
  const sealer = createSealer(jose, { keys, issuer: `${issuer} ${config.clientId}`, now })
  const provider = createProvider(client, config, { log: app.log, now })
  // The provider is looked for now: the log says early if it does not answer, and nobody waits for it later.
  app.background.run('sign-in service', () => provider.look())
  app.background.every('sign-in service', LOOK_EVERY_MS, () => provider.look())

  return {
    async sessionOf(request) {
      const { [SESSION_COOKIE]: text } = app.parseCookie(request.headers.cookie ?? '')
      const opened = text === undefined ? null : await sealer.open('session', text)
      const { user, role } = opened?.claims ?? {}
      const known = ROLES.find((one) => one === role)
      if (opened === null || typeof user !== 'string' || known === undefined) return null
      return { user, role: known, by: 'oidc', endsAt: opened.endsAt }
    },
    async begin(cameBackTo, browser, to, isAgain) {
      const [nonce, verifier] = [client.randomNonce(), client.randomPKCECodeVerifier()]
      const claims = { browser, nonce, verifier, to, ...(isAgain && { again: 'yes' }) }
      const state = await sealer.seal('sign-in', claims, now() + SIGN_IN_MS)
      return provider.begin(cameBackTo, { state, nonce, verifier })
    },
    async finish(cameBackTo, browser, request) {
      const state = cameBackTo.searchParams.get('state') ?? ''
      const begun = await sealer.open('sign-in', state)
      if (begun === null) throw new SignInStale()
      const { nonce, verifier, to, again } = begun.claims as Record<string, string>
      if (browser === '' || begun.claims['browser'] !== browser) {
        // Several tabs opened at once each begin with their own cookie, and the browser keeps only the last one.
        if (again !== undefined) throw new SignInStale()
        return { entered: null, to: String(to) }
      }
      const checks = { state, nonce: String(nonce), verifier: String(verifier) }
      const claims = await provider.finish(cameBackTo, checks, request, browser)
      const { name, role } = personOf(claims, config)
      if (name === null) throw new SignInUnproven()
      if (role === null) throw new NoRole(name)
      const endsAt = now() + sessionMs
      const sealed = await sealer.seal('session', { user: name, role }, endsAt)
      return { entered: { session: sessionFor(name, role, endsAt), sealed }, to: String(to) }
    },
    end: (returnTo) => provider.end(returnTo),
  }
}

function sessionFor(user: string, role: Role, endsAt: number): Session {
  return { user, role, by: 'oidc', endsAt }
}

/** Makes a text that only this browser has and must bring back. */
export function newBrowser(): string {
  return randomBytes(16).toString('base64url')
}

/** Loads an optional package: all other modes start without it. */
async function needed<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new ConfigError([
      `AUTH is oidc, but the optional package ${name} is not installed. Install it with npm ci, without --omit=optional.`,
    ])
  }
}
