import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '../config/index.ts'
import { wayBack } from '../domain/http/way-back.ts'
import type { Who } from '../view-models/page.ts'
import type { PasswordCheck } from './basic.ts'
import { endStreams } from './end-streams.ts'
import { type Entry, judgeRole } from './entry.ts'
import { createEntryLog } from './entry-log.ts'
import type { SharedFailures } from './failure-limit.ts'
import { createOidc, type Oidc } from './oidc/oidc.ts'
import { createWaysIn } from './ways-in.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The user; null if `AUTH` is none, and on addresses that are open to all. */
    user: string | null
    /** True after the checks of host, site and user. A request that did not pass is shown nothing of any job. */
    letIn: boolean
    /** When the session of `AUTH=oidc` ends, milliseconds since the epoch; null if there is none. */
    sessionEnds: number | null
    /** The user for pages; null if nobody is asked. */
    readonly who: Who | null
  }
  interface FastifyInstance {
    /** Null in all modes but `oidc`. */
    readonly oidc: Oidc | null
    /** The wrong credentials that replicas share; null if nobody signs in. */
    readonly failures: SharedFailures | null
    /** Null if nobody has a password. */
    readonly passwordChecks: Pick<PasswordCheck, 'derived' | 'open'> | null
  }
  interface FastifyContextConfig {
    /** Asks nobody who they are: what a load balancer needs. */
    open?: boolean
    /** For what pages before the sign-in need. It tells nothing of a job. */
    beforeSignIn?: boolean
    /** Asks nobody who they are: a token in the address opens the route. Unlike with `open`, the host is checked. */
    byAddress?: boolean
  }
}

export interface AuthOptions {
  config: Config
  now: () => number
}

/** Milliseconds between two looks for streams whose session has ended. */
const LOOK_EVERY_MS = 2_000

/**
 * Decides who may enter (docs/security.md#who-may-enter). Everything is closed except routes marked `open`, `byAddress`
 * or `beforeSignIn`. A person's credential comes from `Authorization`, a cookie or a trusted proxy, never an address.
 */
export const authPlugin = fp<AuthOptions>(
  async (app, { config, now }) => {
    const { auth } = config
    app.decorateRequest('user', null)
    app.decorateRequest('role', 'viewer')
    app.decorateRequest('letIn', false)
    app.decorateRequest('sessionEnds', null)
    const proxySignOut = auth.mode === 'proxy' ? auth.signOut : null
    app.decorateRequest('who', {
      getter(this: FastifyRequest) {
        const signOut = this.sessionEnds === null ? proxySignOut : app.urls.signOut()
        return this.user === null ? null : { name: this.user, role: this.role, signOut }
      },
    })
    const oidc = auth.mode === 'oidc' ? await createOidc(app, auth, now) : null
    app.decorate('oidc', oidc)
    if (auth.mode === 'none') {
      app.decorate('passwordChecks', null)
      app.decorate('failures', null)
      app.addHook('onRequest', (request, _reply, done) => {
        letIn(request, ANYBODY)
        done()
      })
      return
    }
    const log = createEntryLog(now)
    const ways = await createWaysIn(app, { config, auth, oidc, log, now })
    app.decorate('passwordChecks', ways.passwords)
    app.decorate('failures', ways.failures)
    if (oidc !== null) {
      app.background.every('sessions that have ended', LOOK_EVERY_MS, () =>
        endStreams(app, ({ sessionEnds }) => sessionEnds !== null && sessionEnds <= now()),
      )
    }
    app.addHook('onRequest', async (request, reply) => {
      const { open, byAddress, beforeSignIn } = request.routeOptions.config
      if (open || byAddress || beforeSignIn) return
      const { authorization } = request.headers
      const [, scheme = '', value = ''] = /^(Basic|Bearer) +(\S+)$/i.exec(authorization ?? '') ?? []
      reply.header('www-authenticate', ways.challenge)
      const entry = await ways.entryOf(request, scheme.toLowerCase(), value)
      reply.removeHeader('www-authenticate')
      if (entry === null) {
        reply.header('cache-control', 'no-store')
        return reply.redirect(app.urls.signIn(wayBack(request.url) ?? app.urls.home()), 302)
      }
      // A session is logged only once, when it begins.
      if (entry.by !== 'oidc') log.entered(request, entry)
      letIn(request, entry)
    })
  },
  { name: 'auth', dependencies: ['connections'] },
)

/** With `AUTH=none` everybody who reaches the address may do everything: nobody else could look after Touchline. */
const ANYBODY: Entry = { user: null, role: 'administrator', by: 'nothing' }

/** Sets the user before the role is judged, so that the log names who was refused. */
function letIn(request: FastifyRequest, entry: Entry): void {
  request.user = entry.user
  request.role = entry.role
  request.sessionEnds = entry.endsAt ?? null
  judgeRole(entry, request)
  request.letIn = true
}
