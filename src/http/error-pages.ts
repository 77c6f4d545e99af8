import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { pageStatus } from '../domain/http/status.ts'
import { InvalidBody } from '../errors/request.ts'
import { UpstreamRefusal } from '../errors/service.ts'
import { toErrorPage } from '../view-models/problem/error.ts'
import {
  type Problem,
  problemFromError,
  problemFromIssues,
  problemFromUpstream,
} from '../view-models/problem/problem.ts'
import { publicError } from './error-handler.ts'

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
    app.decorate('showError', (request, reply, error) =>
      show(request, reply.code(publicError(error).pageStatus), problemOf(error, request.id)),
    )
    app.decorate('showProblemAlone', (request, reply, problem) =>
      show(request, reply.code(pageStatus(problem.status)), problem),
    )

    async function show(request: FastifyRequest, reply: FastifyReply, problem: Problem) {
      const isFragment = request.wants === 'fragment'
      // The page keeps what it shows: a fragment of an error goes beside it.
      if (isFragment) reply.headers(BESIDE)
      const { status, code, ofService } = problem
      // Only reads are tried again: an action is not, and a missing setting does not come by itself.
      const comesBack = request.method === 'GET' && AWAY.has(status) && app.upstream.configured
      const again = comesBack ? againOf(request) : null
      const isNobodyHere = !ofService && code === 'NO_ROLE' && app.oidc !== null
      const otherNameHref = isNobodyHere ? app.urls.signOut() : null
      const model = toErrorPage({ urls: app.urls, problem, again, otherNameHref })
      const view = isFragment ? 'fragments/error' : 'pages/error'
      const html = await app.view(view, { ...model, who: request.who })
      return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html)
    }
  },
  { name: 'error-pages', dependencies: ['views', 'representation', 'upstream'] },
)

/** An error as a page says it. What the service refused keeps its words. `labels`: see `problemFromIssues`. */
export function problemOf(
  error: FastifyError,
  requestId: string,
  labels: Record<string, string> = {},
): Problem {
  if (error instanceof UpstreamRefusal) {
    // Only reads throw this error, also reads before a change. A change calls `problemFromUpstream` itself.
    return problemFromUpstream(error.statusCode, error.json, requestId, 'look')
  }
  const problem =
    error instanceof InvalidBody
      ? problemFromIssues(error.details, labels)
      : problemFromError(publicError(error))
  return { ...problem, requestId }
}

/** The address at which a page tries again. Pages of jobs tell by it that nobody has opened them. */
function againOf({ url, params, server: { urls } }: FastifyRequest): string {
  const isOfJobs = Object.hasOwn(Object(params), 'jobId') || url.split('?')[0] === urls.compare()
  return isOfJobs ? urls.again(url) : url
}
