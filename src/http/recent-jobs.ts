import cookie from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { JOB_ID } from '../contracts/params.ts'
import { ownCookie } from './security/own-cookie.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Ids of the jobs that this browser opened last, newest first. */
    recentJobs(): string[]
  }
  interface FastifyReply {
    /** Puts jobs first among the browser's recent ones. */
    rememberJob(...ids: string[]): FastifyReply
    /** Takes a job out of the browser's recent ones. */
    forgetJob(id: string): FastifyReply
  }
}

const NAME = 'recent_jobs'
const MOST = 12
const ONE_YEAR_SEC = 365 * 24 * 3600

/** Recent jobs live in the browser's own cookie: the server keeps none of them (docs/decisions/house.md). */
export const recentJobsPlugin = fp<{ basePath: string; defaults: readonly string[] }>(
  async (app, { basePath, defaults }) => {
    // Most requests are not for pages, so their cookies are not read.
    await app.register(cookie, { hook: false })

    app.decorateRequest('recentJobs', function recentJobs(this: FastifyRequest) {
      const stored = app.parseCookie(this.headers.cookie ?? '')[NAME]
      const ids = stored === undefined ? defaults : stored.split('.')
      return ids.filter((id) => JOB_ID.test(id)).slice(0, MOST)
    })

    app.decorateReply('rememberJob', function rememberJob(this: FastifyReply, ...ids: string[]) {
      return store(this, [...ids, ...others(this, ids)])
    })

    app.decorateReply('forgetJob', function forgetJob(this: FastifyReply, id: string) {
      return store(this, others(this, [id]))
    })

    function others(reply: FastifyReply, ids: readonly string[]): string[] {
      return reply.request.recentJobs().filter((other) => !ids.includes(other))
    }

    function store(reply: FastifyReply, ids: string[]): FastifyReply {
      return reply.setCookie(NAME, ids.slice(0, MOST).join('.'), {
        ...ownCookie(basePath, reply.request.protocol === 'https'),
        maxAge: ONE_YEAR_SEC,
      })
    }
  },
  { name: 'recent-jobs' },
)
