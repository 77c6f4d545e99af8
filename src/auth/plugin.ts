import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config/index.ts'
import { clientNetwork } from '../domain/http/client-network.ts'
import { NamedByNobody, NoRole, TooManyFailures, Unauthenticated } from '../errors/access.ts'
import { cutConnection, openOn } from '../http/request-end.ts'
import type { Who } from '../view-models/page.ts'
import { createPasswordCheck, type PasswordCheck, readBasic } from './basic.ts'
import { type Entry, judgeRole } from './entry.ts'
import { createEntryLog, triedName } from './entry-log.ts'
import { createFailureLimit } from './failure-limit.ts'
import { type Person, readPasswordFile, readTokenFile, type TokenOwner } from './files.ts'
import { createProxyCheck } from './proxy.ts'
import { hashToken, isToken } from './tokens.ts'
import { watchFile } from './watched-file.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where `AUTH` is none, and on addresses that are open to all. */
    user: string | null
    /** Passed the checks of host, site and user. A request that did not is shown nothing of any job. */
    letIn: boolean
    /** The user for pages; null if nobody is asked. */
    readonly who: Who | null
  }
  interface FastifyInstance {
    /** Null if nobody has a password. */
    readonly passwordChecks: Pick<PasswordCheck, 'derived' | 'open'> | null
  }
  interface FastifyContextConfig {
    /** Asks nobody who they are: what a load balancer needs. */
    open?: boolean
  }
}

export interface AuthOptions {
  config: Config
  now: () => number
}

/**
 * Who may enter (docs/security.md#who-may-enter). Everything is closed but the routes marked `open`; a
 * credential is read from `Authorization` or from a trusted proxy, never from an address.
 */
export const authPlugin = fp<AuthOptions>(
  async (app, { config, now }) => {
    const { auth } = config
    app.decorateRequest('user', null)
    app.decorateRequest('role', 'viewer')
    app.decorateRequest('letIn', false)
    const signOut = auth.mode === 'proxy' ? auth.signOut : null
    app.decorateRequest('who', {
      getter(this: FastifyRequest) {
        return this.user === null ? null : { name: this.user, role: this.role, signOut }
      },
    })
    if (auth.mode === 'none') {
      app.decorate('passwordChecks', null)
      app.addHook('onRequest', (request, _reply, done) => {
        letIn(request, ANYBODY)
        done()
      })
      return
    }
    const log = createEntryLog(now)

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
    const limit = createFailureLimit(now)
    app.decorate('passwordChecks', passwords)
    const challenge =
      auth.mode === 'basic'
        ? 'Basic realm="Touchline", charset="UTF-8"'
        : 'Bearer realm="Touchline"'

    app.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.config.open) return
      const { authorization } = request.headers
      const [, scheme = '', value = ''] = /^(Basic|Bearer) +(\S+)$/i.exec(authorization ?? '') ?? []
      reply.header('www-authenticate', challenge)
      const entry = await entryOf(request, scheme.toLowerCase(), value)
      reply.removeHeader('www-authenticate')
      log.entered(request, entry)
      letIn(request, entry)
    })

    /** Another credential beside the user of a proxy belongs to the proxy: it is neither judged nor counted. */
    async function entryOf(request: FastifyRequest, scheme: string, value: string): Promise<Entry> {
      const word = proxy?.(request.raw)
      if (scheme === 'bearer' && isToken(value)) return tokenOwner(request, value)
      if (scheme === 'basic' && people && passwords) {
        const user = passwords.remembered(value) ?? (await checked(request, passwords, value))
        return { user, role: people.now.get(user)?.role ?? 'viewer', by: 'password' }
      }
      if (word === undefined) throw new Unauthenticated()
      if ('user' in word) {
        if (word.role === null) throw new NoRole(word.user)
        return { user: word.user, role: word.role, by: 'proxy' }
      }
      const peer = request.raw.socket.remoteAddress
      request.log.warn({ peer, reason: word.reason }, 'the proxy named no user')
      throw new NamedByNobody()
    }

    function tokenOwner(request: FastifyRequest, token: string): Entry {
      const owner = tokens?.now.get(hashToken(token))
      if (owner === undefined) {
        mayTry(request)
        limit.failed(request.ip)
        log.refused(request, 'token', null)
        throw new Unauthenticated()
      }
      const role = owner.scope === 'read' ? 'viewer' : 'analyst'
      return { user: owner.name, role, by: 'token' }
    }

    /** Counts as a failure until the password proves right, so that many tries at once stay within the limit. */
    async function checked(request: FastifyRequest, passwords: PasswordCheck, value: string) {
      const { ip } = request
      try {
        return await passwords.check(value, {
          client: clientNetwork(ip),
          signal: request.ending.abortSignal,
          begin() {
            mayTry(request)
            limit.failed(ip)
          },
          forgive: () => limit.forgive(ip),
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
      const seconds = limit.waitSec(request.ip)
      if (seconds > 0) throw new TooManyFailures().after(seconds)
    }

    /** Of a person who is gone, or is no longer what was said before. */
    function changedPerson(name: string, { hash, role }: Person): string[] {
      const now = people?.now.get(name)
      return now?.hash === hash && now.role === role ? [] : [name]
    }

    function changedOwner({ name, scope }: TokenOwner, hash: string): string[] {
      return tokens?.now.get(hash)?.scope === scope ? [] : [name]
    }

    function endStreamsOf(names: readonly string[]) {
      for (const socket of app.connections.open) {
        for (const { request, reply } of openOn(socket)) {
          if (names.includes(request.user ?? '') && reply.raw.headersSent) cutConnection(socket)
        }
      }
    }
  },
  { name: 'auth', dependencies: ['connections'] },
)

/** With `AUTH=none` whoever reaches the address may act. */
const ANYBODY: Entry = { user: null, role: 'analyst', by: 'nothing' }

/** Written down before it is judged, so that the log names who was refused. */
function letIn(request: FastifyRequest, entry: Entry): void {
  request.user = entry.user
  request.role = entry.role
  judgeRole(entry, request)
  request.letIn = true
}
