import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { endStreams } from '../auth/end-streams.ts'
import { newBrowser, type Oidc, SESSION_COOKIE, SIGN_IN_MS } from '../auth/oidc/oidc.ts'
import { type Fields, textOf } from '../domain/forms/fields.ts'
import { wayBack } from '../domain/http/way-back.ts'
import { SignInHost, SignOutFromElsewhere } from '../errors/sign-in.ts'
import { createAskedAs } from '../http/security/asked-as.ts'
import { ownCookie } from '../http/security/own-cookie.ts'
import { publicOriginOf } from '../http/security/public-origin.ts'
import { page } from '../view-models/page.ts'
import { sendView } from './pages/job-view.ts'

const BROWSER_COOKIE = 'touchline_sign_in'

/** Signing in and out with an OpenID provider. */
export async function signInRoutes(app: FastifyInstance, { oidc }: { oidc: Oidc }) {
  const { urls, config } = app
  const { publicOrigins, basePath } = config
  const askedAs = createAskedAs(config.trustedProxies)
  const open = { config: { open: true } }
  /** A sign-in never leads back to these: a link to sign in could otherwise sign out. */
  const own = new Set([`${basePath}/sign-in`, urls.signInBack(), urls.signOut(), urls.signedOut()])
  const ofSession = (origin: string) => ownCookie(basePath, origin.startsWith('https:'))
  const ofSignIn = (origin: string) => ownCookie(`${basePath}/sign-in`, origin.startsWith('https:'))

  /** Our origin as the browser uses it; null if the provider may not lead back to it. */
  const originOf = (request: FastifyRequest) => publicOriginOf(request, publicOrigins, askedAs)

  const cookie = (request: FastifyRequest, name: string) =>
    app.parseCookie(request.headers.cookie ?? '')[name] ?? ''

  app.get<{ Querystring: Fields }>('/sign-in', open, async (request, reply) => {
    const to = pageAt(wayBack(textOf(request.query, 'to')))
    const origin = originOf(request)
    if (origin === null) {
      const [named = 'a name that it does not say'] = askedAs(request.raw).hosts
      // The browser was led there already, so its name was lost on the way. It would be led there for ever.
      if (textOf(request.query, 'led') !== '') throw new SignInHost(named, publicOrigins[0]!)
      // The provider would lead back to another address, and a cookie of this one would be lost.
      return leave(reply, publicOrigins[0] + urls.signInHere(to))
    }
    // Several tabs that sign in at the same time share one cookie.
    const browser = cookie(request, BROWSER_COOKIE) || newBrowser()
    const isAgain = textOf(request.query, 'again') !== ''
    const there = await oidc.begin(origin + urls.signInBack(), browser, to, isAgain)
    reply.setCookie(BROWSER_COOKIE, browser, { ...ofSignIn(origin), maxAge: SIGN_IN_MS / 1000 })
    return leave(reply, there.href)
  })

  app.get('/sign-in/back', open, async (request, reply) => {
    const origin = originOf(request) ?? publicOrigins[0]!
    const query = request.url.slice(request.url.indexOf('?') + 1)
    const cameBackTo = new URL(`${origin}${urls.signInBack()}?${query}`)
    const browser = cookie(request, BROWSER_COOKIE)
    const { entered, to } = await oidc.finish(cameBackTo, browser, request)
    const path = pageAt(wayBack(to))
    if (entered === null) {
      const isIn = (await oidc.sessionOf(request)) !== null
      return leave(reply, isIn ? path : urls.signInAgain(path))
    }
    const { session, sealed } = entered
    const { user, role, by, endsAt } = session
    request.user = user
    request.log.info({ user, role, by, remoteAddress: request.ip }, 'signed in')
    const maxAge = Math.max(1, Math.floor((endsAt - app.now()) / 1000))
    reply.setCookie(SESSION_COOKIE, sealed, { ...ofSession(origin), maxAge })
    return leave(reply, path)
  })

  // A link, because a form must not lead to another site (`form-action`). So the browser must say that we sent it.
  app.get('/sign-out', open, async (request, reply) => {
    const site = request.headers['sec-fetch-site'] ?? 'none'
    if (!['same-origin', 'none'].includes(site)) throw new SignOutFromElsewhere()
    const origin = originOf(request) ?? publicOrigins[0]!
    const session = await oidc.sessionOf(request)
    if (session !== null) {
      request.user = session.user
      request.log.info({ user: session.user, by: 'oidc' }, 'signed out')
      const ended = cookie(request, SESSION_COOKIE)
      endStreams(app, (one) => one.user === session.user && cookie(one, SESSION_COOKIE) === ended)
    }
    reply.clearCookie(SESSION_COOKIE, ofSession(origin))
    const there = await oidc.end(origin + urls.signedOut())
    return leave(reply, there?.href ?? urls.signedOut())
  })

  app.get('/signed-out', open, (_request, reply) =>
    sendView(reply, 'pages/signed-out', page(urls, 'Signed out')),
  )

  /** Where a sign-in leads back to: a page that we know, else the jobs. */
  function pageAt(path: string | null): string {
    const address = path === null ? null : app.knownAddresses.at(path)
    const isPage = address?.methods.has('GET') && address.represents !== 'json'
    const isOwn = own.has(address?.pattern ?? '')
    return path !== null && isPage && !isOwn ? path : urls.home()
  }
}

function leave(reply: FastifyReply, href: string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(href, 302)
}
