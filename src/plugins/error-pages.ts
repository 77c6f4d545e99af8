import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { UpstreamRefusal } from '../errors.ts'
import { toErrorPage } from '../view-models/error.ts'
import { problemFromError } from '../view-models/form-problem.ts'
import { type Problem, problemFromUpstream } from '../view-models/problem.ts'
import type { PublicError } from './error-handler.ts'

/** `API_BASE_URL` unset is a 500 for scripts and a 503 for people (DESIGN section 3). */
const PAGE_STATUS: Record<string, number> = { API_BASE_URL_MISSING: 503 }

const HEADINGS: Record<number, string> = {
  400: 'This address is not valid',
  404: 'Nothing is here',
  502: 'The video-analysis service cannot be used',
  503: 'The video-analysis service cannot be used',
  504: 'The video-analysis service is too slow',
}

/** How people see an error: the page, or the fragment in the place of what they asked for. */
export const errorPagesPlugin = fp(
  async (app) => {
    app.decorate('showError', async (request, reply, error, problem) => {
      const { title: message, ...said } = problemOf(error, problem, request)
      const status = PAGE_STATUS[problem.code] ?? said.status
      const model = toErrorPage({
        ...said,
        urls: app.urls,
        title: HEADINGS[status] ?? 'This did not work',
        message,
      })
      const view = request.wants === 'fragment' ? 'fragments/error' : 'pages/error'
      return reply.code(status).header('cache-control', 'no-store').view(view, model)
    })
  },
  { name: 'error-pages', dependencies: ['views', 'negotiate'] },
)

function problemOf(error: Error, problem: PublicError, request: FastifyRequest): Problem {
  if (error instanceof UpstreamRefusal) {
    return problemFromUpstream(problem.status, error.json, request.id)
  }
  return { ...problemFromError(problem), requestId: request.id }
}
