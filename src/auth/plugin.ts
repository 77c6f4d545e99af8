import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config/index.ts'
import { clientNetwork } from '../domain/http/client-network.ts'
import { NamedByNobody, ReadOnlyToken, TooManyFailures, Unauthenticated } from '../errors/access.ts'
import { cutConnection, openOn } from '../http/request-end.ts'
import type { Who } from '../view-models/page.ts'
import { createPasswordCheck, type PasswordCheck } from './basic.ts'
import { createFailureLimit } from './failure-limit.ts'
import { readPasswordFile, readTokenFile } from './files.ts'
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

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Who may enter (docs/security.md#who-may-enter). Everything is closed but the routes marked `open`; a
 * credential is read from `Authorization` or from a trusted proxy, never from an address.
 */
export const authPlugin = fp<AuthOptions>(
  async (app, { config, now }) => {
    const { auth } = config
    app.decorateRequest('user', null)
    app.decorateRequest('letIn', false)
    const signOut = auth.mode === 'proxy' ? auth.signOut : null
    app.decorateRequest('who', {
      getter(this: FastifyRequest) {
        return this.user === null ? null : { name: this.user, signOut }
      },
    })
    if (auth.mode === 'none') {
      app.decorate('passwordChecks', null)
      app.addHook('onRequest', (request, _reply, done) => {
        request.letIn = true
        done()
      })
      return
    }

    const tokens =
      auth.tokenFile === null
        ? null
        : await watchFile(app, auth.tokenFile, readTokenFile, (before) => {
            const gone = [...before].filter(([hash]) => !tokens?.now.has(hash))
            endStreamsOf(new Set(gone.map(([, { name }]) => name)))
          })
    const people =
      auth.mode === 'basic'
        ? await watchFile(app, auth.passwordFile, readPasswordFile, (before) => {
            const changed = [...before].filter(([name, hash]) => people?.now.get(name) !== hash)
            endStreamsOf(new Set(changed.map(([name]) => name)))
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
      request.user = await userOf(request, scheme.toLowerCase(), value)
      reply.removeHeader('www-authenticate')
      request.letIn = true
    })

    /** Another credential beside the user of a proxy belongs to the proxy: it is neither judged nor counted. */
    async function userOf(request: FastifyRequest, scheme: string, value: string) {
      const word = proxy?.(request.raw)
      if (scheme === 'bearer' && isToken(value)) return tokenOwner(request, value)
      if (scheme === 'basic' && passwords) {
        return passwords.remembered(value) ?? checked(request, passwords, value)
      }
      if (word === undefined) throw new Unauthenticated()
      if ('user' in word) return word.user
      const peer = request.raw.socket.remoteAddress
      request.log.warn({ peer, reason: word.reason }, 'the proxy named no user')
      throw new NamedByNobody()
    }

    function tokenOwner(request: FastifyRequest, token: string): string {
      const owner = tokens?.now.get(hashToken(token))
      if (owner === undefined) {
        mayTry(request)
        limit.failed(request.ip)
        throw refused(request)
      }
      if (owner.scope === 'read' && !READS.has(request.method)) throw new ReadOnlyToken()
      return owner.name
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
        throw error instanceof Unauthenticated ? refused(request) : error
      }
    }

    function mayTry(request: FastifyRequest) {
      const seconds = limit.waitSec(request.ip)
      if (seconds > 0) throw new TooManyFailures().after(seconds)
    }

    /** Ends the streams of people who were removed or have another password. */
    function endStreamsOf(names: ReadonlySet<string>) {
      for (const socket of app.connections.open) {
        for (const { request, reply } of openOn(socket)) {
          if (names.has(request.user ?? '') && reply.raw.headersSent) cutConnection(socket)
        }
      }
    }

    function refused(request: FastifyRequest) {
      request.log.warn({ remoteAddress: request.ip }, 'wrong credentials')
      return new Unauthenticated()
    }
  },
  { name: 'auth', dependencies: ['connections'] },
)
