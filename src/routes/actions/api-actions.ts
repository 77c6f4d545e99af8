import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { JobParams } from '../../contracts/params.ts'
import { InvalidBody } from '../../errors/request.ts'
import { problemOf } from '../../http/error-pages.ts'
import { ACT_ROUTES, type ActionRoute } from './actions.ts'
import { showProblem } from './after.ts'
import { actionAsHtml } from './as-html.ts'
import { actionAsJson } from './as-json.ts'
import type { ActionRequest } from './judge-and-send.ts'
import { RecentlyDone } from './recently-done.ts'
import { startWithPlayer } from './start-with-player.ts'

type WithJob = { Params: { jobId: string } }

/**
 * One route for each action, two representations (docs/architecture.md#two-representations): pages post where
 * scripts post.
 */
export async function apiActions(app: FastifyInstance) {
  app.decorateRequest('judged', null)
  const done = new RecentlyDone<string>()
  for (const route of ACT_ROUTES) actionRoute(app, route, done)
  startRoute(app, done)
}

/** "Start with this player": a form alone, because a script sends its actions one by one. */
function startRoute(app: FastifyInstance, done: RecentlyDone<string>) {
  app.post<WithJob>('/jobs/:jobId/start', {
    schema: { params: JobParams },
    config: { represents: 'asked' },
    handler: (request, reply) => startWithPlayer(app, request, reply, done),
    errorHandler: showOnJob(app),
  })
}

function actionRoute(app: FastifyInstance, route: ActionRoute, done: RecentlyDone<string>) {
  app.post<WithJob>(`/api/jobs/:jobId/${route.action}`, {
    schema: { params: JobParams, body: route.body },
    // A form is checked later, when it has become the body of the contract.
    attachValidation: true,
    preValidation: (request, _reply, next) => {
      if (route.bodyOptional && request.body === undefined) request.body = {}
      next()
    },
    handler: (request, reply) => {
      const { validationError } = request
      if (request.wants === 'json') {
        if (validationError) throw validationError
        done.forget(request.params.jobId)
        return actionAsJson(app, request, reply, route.action)
      }
      if (validationError && !(validationError instanceof InvalidBody)) throw validationError
      return actionAsHtml(app, request, reply, route, done)
    },
    errorHandler: showOnJob(app),
  })
}

/** Shows a page's error on the job once the job is known. Other errors go to the common handler. */
function showOnJob(app: FastifyInstance) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    if (request.judged === null) throw error
    return showProblem(app, request as ActionRequest, reply, problemOf(error, request.id))
  }
}
