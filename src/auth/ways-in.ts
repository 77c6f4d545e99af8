import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AuthConfig } from '../config/auth.ts'
import type { Config } from '../config/index.ts'
import { clientNetwork } from '../domain/http/client-network.ts'
import { NamedByNobody, NoRole, TooManyFailures, Unauthenticated } from '../errors/access.ts'
import { SignedOut } from '../errors/sign-in.ts'
import { createPasswordCheck, type PasswordCheck, readBasic } from './basic.ts'
import { endStreams } from './end-streams.ts'
import type { Entry } from './entry.ts'
import { type createEntryLog, triedName } from './entry-log.ts'
import { createFailureLimit, type SharedFailures } from './failure-limit.ts'
import { type Person, readPasswordFile, readTokenFile, type TokenOwner } from './files.ts'
import type { Oidc } from './oidc/oidc.ts'
import { opensPage } from './oidc/opens-page.ts'
import { createProxyCheck } from './proxy.ts'
import { hashToken, isToken } from './tokens.ts'
import { watchFile } from './watched-file.ts'

export interface WaysInOptions {
  config: Config
  auth: Exclude<AuthConfig, { mode: 'none' }>
  oidc: Oidc | null
  log: ReturnType<typeof createEntryLog>
  now: () => number
}

export interface WaysIn {
  /** Null if nobody has a password. */
  passwords: PasswordCheck | null
  /** How often clients were wrong. */
  failures: SharedFailures
  /** `WWW-Authenticate` of a 401. */
  challenge: string
  /**
   * Tells by the credential who asks; null if a browser must be led to the provider. Throws the error for a
   * missing or wrong credential. `scheme` (lower case) and `value` are those of `Authorization`.
   */
  entryOf(request: FastifyRequest, scheme: string, value: string): Promise<Entry | null>
}

/** The ways in: passwords, tokens, a proxy's word, a session of a provider. */
export async function createWaysIn(
  app: FastifyInstance,
  { config, auth, oidc, log, now }: WaysInOptions,
): Promise<WaysIn> {
  const tokens =
    auth.tokenFile === null
      ? null
      : await watchFile(app, auth.tokenFile, readTokenFile, (before) => {
          endStreamsOf([...before].flatMap(([hash, owner]) => changedOwner(owner, hash)))
        })
  const people =
    auth.mode === 'basic'
      ? await watchFile(app, auth.passwordFile, readPasswordFile, (before) => {
          endStreamsOf([...before].flatMap(([name, person]) => changedPerson(name, person)))
        })
      : null
  const passwords = people && createPasswordCheck(() => people.now, now)
  const proxy =
    auth.mode === 'proxy' ? createProxyCheck({ ...auth, networks: config.trustedProxies }) : null
  const limit = createFailureLimit(now, config.database.kind === 'postgres')
  const challenge =
    auth.mode === 'basic' ? 'Basic realm="Touchline", charset="UTF-8"' : 'Bearer realm="Touchline"'

  return { passwords, failures: limit, challenge, entryOf }

  /** Behind a proxy, a credential that is no token of ours is the proxy’s own: it is neither judged nor counted. */
  async function entryOf(
    request: FastifyRequest,
    scheme: string,
    value: string,
  ): Promise<Entry | null> {
    const word = proxy?.(request.raw)
    if (scheme === 'bearer' && isToken(value)) return tokenOwner(request, value)
    if (scheme === 'basic' && people && passwords) {
      const user = passwords.remembered(value) ?? (await checked(request, passwords, value))
      return { user, role: people.now.get(user)?.role ?? 'viewer', by: 'password' }
    }
    if (oidc !== null) return (await oidc.sessionOf(request)) ?? turnedAway(request)
    if (word === undefined) throw new Unauthenticated()
    if ('user' in word) {
      if (word.role === null) throw new NoRole(word.user)
      return { user: word.user, role: word.role, by: 'proxy' }
    }
    const peer = request.raw.socket.remoteAddress
    request.log.warn({ peer, reason: word.reason }, 'the proxy named no user')
    throw new NamedByNobody()
  }

  function turnedAway(request: FastifyRequest): null {
    if (opensPage(request)) return null
    throw new SignedOut()
  }

  function tokenOwner(request: FastifyRequest, token: string): Entry {
    const owner = tokens?.now.get(hashToken(token))
    if (owner === undefined) {
      mayTry(request)
      limit.failed(clientNetwork(request.ip))
      log.refused(request, 'token', null)
      throw new Unauthenticated()
    }
    const role = owner.scope === 'read' ? 'viewer' : 'analyst'
    return { user: owner.name, role, by: 'token' }
  }

  /** Counts a try as a failure until the password proves right, so that many tries at once stay within the limit. */
  async function checked(request: FastifyRequest, passwords: PasswordCheck, value: string) {
    const client = clientNetwork(request.ip)
    try {
      return await passwords.check(value, {
        client,
        signal: request.ending.abortSignal,
        begin() {
          mayTry(request)
          limit.failed(client)
        },
        forgive: () => limit.forgive(client),
      })
    } catch (error) {
      if (error instanceof Unauthenticated) {
        const tried = readBasic(value)?.name ?? null
        log.refused(
          request,
          'password',
          triedName(tried, (name) => people?.now.has(name) === true),
        )
      }
      throw error
    }
  }

  function mayTry(request: FastifyRequest) {
    const seconds = limit.waitSec(clientNetwork(request.ip))
    if (seconds > 0) throw new TooManyFailures().after(seconds)
  }

  /** The name of a person who is gone, or whose password or role has changed. */
  function changedPerson(name: string, { hash, role }: Person): string[] {
    const now = people?.now.get(name)
    return now?.hash === hash && now.role === role ? [] : [name]
  }

  function changedOwner({ name, scope }: TokenOwner, hash: string): string[] {
    return tokens?.now.get(hash)?.scope === scope ? [] : [name]
  }

  function endStreamsOf(names: readonly string[]) {
    endStreams(app, ({ user }) => names.includes(user ?? ''))
  }
}
