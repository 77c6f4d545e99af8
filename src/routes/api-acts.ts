import type { FastifyError, FastifyInstance } from 'fastify'
import { JobParams } from '../contracts/params.ts'
import { InvalidBody } from '../errors.ts'
import { publicError } from '../plugins/error-handler.ts'
import { problemFromError } from '../view-models/form-problem.ts'
import { type Problem, problemFromFaults } from '../view-models/problem.ts'
import { actAsHtml, judgeAct } from './act-as-html.ts'
import { actAsJson } from './act-as-json.ts'
import { ACT_ROUTES, type ActRoute } from './acts.ts'
import { showProblem } from './after-act.ts'

type WithJob = { Params: { jobId: string } }

/** One route for each act, two representations (DESIGN section 3): pages post where scripts post. */
export async function apiActs(app: FastifyInstance) {
  app.decorateRequest('judged', null)
  app.decorateRequest('endTurn', null)
  for (const route of ACT_ROUTES) actRoute(app, route)
}

function actRoute(app: FastifyInstance, route: ActRoute) {
  app.post<WithJob>(`/api/jobs/:jobId/${route.act}`, {
    schema: { params: JobParams, body: route.body },
    preValidation: (request, reply, done) => {
      if (route.bodyOptional && request.body === undefined) request.body = {}
      if (request.wants === 'json') return done()
      judgeAct(app, request, reply, route).then((answered) => answered ?? done(), done)
    },
    handler: (request, reply) =>
      request.wants === 'json'
        ? actAsJson(app, request, reply, route.act)
        : actAsHtml(app, request, reply, route),
    // Once the job is known, a page's error is shown on it; all else is everybody's error.
    errorHandler: (error, request, reply) => {
      if (request.judged === null) throw error
      return showProblem(
        app,
        request as typeof request & WithParams,
        reply,
        problemOf(error, request.id),
      )
    },
    onResponse: (request, _reply, done) => {
      request.endTurn?.()
      done()
    },
  })
}

type WithParams = { params: { jobId: string } }

function problemOf(error: FastifyError, requestId: string): Problem {
  const problem =
    error instanceof InvalidBody
      ? problemFromFaults(error.details, {})
      : problemFromError(publicError(error))
  return { ...problem, requestId }
}
