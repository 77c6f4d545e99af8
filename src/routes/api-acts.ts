import type { FastifyInstance } from 'fastify'
import { JobParams } from '../contracts/params.ts'
import { actAsHtml, judgeAct } from './act-as-html.ts'
import { actAsJson } from './act-as-json.ts'
import { ACT_ROUTES, type ActRoute } from './acts.ts'

type WithJob = { Params: { jobId: string } }

/** One route for each act, two representations (DESIGN section 3): pages post where scripts post. */
export async function apiActs(app: FastifyInstance) {
  app.decorateRequest('judged', null)
  for (const route of ACT_ROUTES) actRoute(app, route)
}

function actRoute(app: FastifyInstance, route: ActRoute) {
  app.post<WithJob>(`/api/jobs/:jobId/${route.act}`, {
    schema: { params: JobParams, body: route.body },
    preValidation: async (request, reply) => {
      if (route.bodyOptional && request.body === undefined) request.body = {}
      if (request.wants !== 'json') return judgeAct(app, request, reply, route)
    },
    handler: (request, reply) =>
      request.wants === 'json'
        ? actAsJson(app, request, reply, route.act)
        : actAsHtml(app, request, reply, route),
  })
}
