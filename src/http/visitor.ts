import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Visitor } from '../domain/club/visit.ts'
import { clientNetwork } from '../domain/http/client-network.ts'
import { ownCookie } from './security/own-cookie.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. A browser that has no name yet, or takes none, is told apart only by its network. */
    visitor(): Visitor
  }
  interface FastifyReply {
    /**
     * Names the browser of somebody who has not signed in, if it has no name yet.
     * @returns whether the visitor is told apart from all others already
     */
    nameBrowser(): boolean
  }
}

const NAME = 'browser'
const BYTES = 16
const BROWSER = /^[\w-]{22}$/

/**
 * Where nobody signs in, two people are told apart by their browsers: each has a random name in a cookie that ends with
 * the browser. It says nothing else and opens nothing.
 */
export const visitorPlugin = fp<{ basePath: string }>(
  async (app, { basePath }) => {
    app.decorateRequest('visitor', function visitor(this: FastifyRequest): Visitor {
      const { user } = this
      if (user !== null) return { key: `user ${user}`, name: user }
      const browser = nameIn(this)
      const key = browser === null ? `network ${clientNetwork(this.ip)}` : `browser ${browser}`
      return { key, name: null }
    })

    app.decorateReply('nameBrowser', function nameBrowser(this: FastifyReply): boolean {
      const { request } = this
      if (request.user !== null || nameIn(request) !== null) return true
      const name = randomBytes(BYTES).toString('base64url')
      this.setCookie(NAME, name, ownCookie(basePath, request.protocol === 'https'))
      return false
    })

    function nameIn(request: FastifyRequest): string | null {
      const stored = app.parseCookie(request.headers.cookie ?? '')[NAME]
      return stored !== undefined && BROWSER.test(stored) ? stored : null
    }
  },
  { name: 'visitor', dependencies: ['recent-jobs'] },
)
