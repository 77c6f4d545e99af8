import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { pageStatus, refusedStatus } from '../domain/http/status.ts'
import { UpstreamRefusal } from '../errors/service.ts'
import { toErrorPage } from '../view-models/problem/error.ts'
import {
  type Problem,
  problemFromError,
  problemFromUpstream,
} from '../view-models/problem/problem.ts'
import type { PublicError } from './error-handler.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Shows a problem without its job: as a page of its own, or as a fragment beside what the page shows. */
    showProblemAlone(
      request: FastifyRequest,
      reply: FastifyReply,
      problem: Problem,
    ): Promise<FastifyReply>
  }
}

const HEADINGS: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Sign in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  421: 'Not this address',
  429: 'Too many requests',
  500: 'Something failed',
  502: 'The service cannot be reached',
  503: 'Not available',
  504: 'The service did not answer',
}

/** Something was reached, whatever it is. */
const UNUSABLE = new Set<string | null>(['UPSTREAM_BAD_ANSWER', 'UPSTREAM_KNOWS_NO_JOBS'])

/** Statuses of problems that may be over in a while. */
const AWAY = new Set([500, 502, 503, 504])

/** Where the fragment of an error goes: `#flow-problem` stands on every page with a form that changes something. */
const BESIDE = {
  'hx-retarget': '#flow-problem',
  'hx-reswap': 'innerHTML',
  'hx-reselect': '.error-fragment',
}

/** How people see an error: the page, or the fragment in the place of what they asked for. */
export const errorPagesPlugin = fp(
  async (app) => {
    app.decorate('showError', (request, reply, error, said) => {
      const problem = problemOf(error, said, request)
      const isTheirs = error instanceof UpstreamRefusal
      const status = isTheirs ? refusedStatus(problem.status) : problem.status
      return show(request, reply.code(status), problem, headingOf(problem, isTheirs))
    })
    app.decorate('showProblemAlone', (request, reply, problem) => {
      // Nobody who is not signed in comes to an action.
      const isTheirs = problem.quote !== null || problem.status === 401
      const status = pageStatus(problem.status)
      return show(request, reply.code(status), problem, headingOf(problem, isTheirs))
    })

    async function show(
      request: FastifyRequest,
      reply: FastifyReply,
      problem: Problem,
      title: string,
    ) {
      const isFragment = request.wants === 'fragment'
      // The page keeps what it shows: a fragment of an error goes beside it.
      if (isFragment) reply.headers(BESIDE)
      const { title: message, ...rest } = problem
      // A look is asked again; an action is not, and a setting that is missing does not come by itself.
      const comesBack = request.method === 'GET' && AWAY.has(rest.status) && app.upstream.configured
      const again = comesBack ? request.url : null
      const isNobodyHere = problem.code === 'NO_ROLE' && app.oidc !== null
      const otherNameHref = isNobodyHere ? app.urls.signOut() : null
      const model = toErrorPage({ ...rest, urls: app.urls, title, message, again, otherNameHref })
      const view = isFragment ? 'fragments/error' : 'pages/error'
      const html = await app.view(view, { ...model, who: request.who })
      return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
    }
  },
  { name: 'error-pages', dependencies: ['views', 'representation', 'upstream'] },
)

/** What the service refuses us says nothing of the person or the address here. */
function headingOf({ status, code }: Problem, isTheirs: boolean): string {
  if (isTheirs && status !== 404) {
    return status < 500 ? 'The service refused this' : 'The service failed'
  }
  if (UNUSABLE.has(code)) return 'No usable answer from the service'
  return HEADINGS[status] ?? 'This did not work'
}

function problemOf(error: Error, said: PublicError, request: FastifyRequest): Problem {
  if (error instanceof UpstreamRefusal) {
    return problemFromUpstream(said.status, error.json, request.id)
  }
  return { ...problemFromError(said), requestId: request.id }
}
