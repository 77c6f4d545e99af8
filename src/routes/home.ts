import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CreateJobBody } from '../contracts/create-job.ts'
import { JOB_ID } from '../contracts/params.ts'
import { createJobForm } from '../domain/forms/create-job.ts'
import { type Fields, textOf } from '../domain/forms/fields.ts'
import { asRecord, asString } from '../domain/reading.ts'
import { ApiBaseUrlMissing, InvalidBody, InvalidJobId, UpstreamNotJson } from '../errors.ts'
import { publicError } from '../plugins/error-handler.ts'
import { dataOf, jsonOf } from '../plugins/jobs.ts'
import { callerOf } from '../plugins/upstream.ts'
import { problemFromError, problemFromFormFaults } from '../view-models/form-problem.ts'
import { CREATE_LABELS, toHomePage } from '../view-models/home.ts'
import { type Problem, problemFromFaults, problemFromUpstream } from '../view-models/problem.ts'
import { type RecentJob, toRecentJobs } from '../view-models/recent-jobs.ts'
import { toShortcutsPage } from '../view-models/shortcuts.ts'
import { sendView } from './job-view.ts'
import { passThrough } from './pass-through.ts'

/** The first page: create a job, open one, and the ones that this browser opened last. */
export async function homeRoutes(app: FastifyInstance, { demo }: { demo: boolean }) {
  app.get('/', (request, reply) => showHome(request, reply, null))

  app.get('/shortcuts', (_request, reply) =>
    sendView(reply, 'pages/shortcuts', toShortcutsPage(app.urls)),
  )

  app.get('/recent-jobs', { config: { represents: 'fragment' } }, async (request, reply) => {
    const recent = toRecentJobs({
      urls: app.urls,
      recent: await readRecent(request),
      now: app.now(),
    })
    return sendView(reply, 'fragments/recent-jobs', { urls: app.urls, recent })
  })

  app.get<{ Querystring: Fields }>('/jobs', async (request, reply) => {
    const id = textOf(request.query, 'id')
    if (JOB_ID.test(id)) return reply.redirect(app.urls.job(id), 303)
    const message = id === '' ? 'Enter a job id.' : new InvalidJobId().message
    return showHome(request, reply.code(400), problemFromFormFaults([{ field: 'id', message }]))
  })

  app.post('/api/jobs', {
    schema: { body: CreateJobBody },
    preValidation: async (request) => {
      if (request.form === null) return
      const decoded = createJobForm(request.form)
      if ('body' in decoded) request.body = decoded.body
    },
    errorHandler: (error, request, reply) => {
      if (request.wants === 'json') throw error
      const problem =
        error instanceof InvalidBody
          ? problemFromFaults(error.details, CREATE_LABELS)
          : problemFromError(publicError(error))
      return showHome(request, reply.code(problem.status), { ...problem, requestId: request.id })
    },
    handler: (request, reply) =>
      request.wants === 'json'
        ? passThrough(app, request, reply, {
            method: 'POST',
            path: '/jobs',
            body: request.jsonBytes ?? '{}',
          })
        : create(request, reply),
  })

  async function create(request: FastifyRequest, reply: FastifyReply) {
    const answer = await app.upstream.post('/jobs', request.body, {}, callerOf(request))
    if (answer.status >= 400) {
      const problem = problemFromUpstream(answer.status, jsonOf(answer), request.id)
      return showHome(request, reply.code(answer.status), problem)
    }
    const data = asRecord(dataOf(answer))
    const id = asString(data['job_id']) ?? asString(data['id'])
    if (id === null || !JOB_ID.test(id)) throw new UpstreamNotJson()
    reply.rememberJob(id)
    if (request.wants === 'page') return reply.redirect(app.urls.job(id), 303)
    return reply.header('hx-redirect', app.urls.job(id)).code(200).type('text/html').send('')
  }

  async function showHome(request: FastifyRequest, reply: FastifyReply, problem: Problem | null) {
    if (!app.upstream.configured) reply.code(503)
    const values = Object.fromEntries(
      Object.keys(CREATE_LABELS).map((name) => [name, textOf(request.form ?? {}, name)]),
    )
    const recent = await readRecent(request)
    return sendView(
      reply,
      'pages/home',
      toHomePage({
        urls: app.urls,
        recent,
        values,
        problem: problem ?? settingProblem(request),
        demo,
      }),
    )
  }

  function settingProblem(request: FastifyRequest): Problem | null {
    if (app.upstream.configured) return null
    return {
      ...problemFromError(publicError(new ApiBaseUrlMissing())),
      status: 503,
      requestId: request.id,
    }
  }

  /** Read side by side; one that cannot be read says why and hides nothing else. */
  function readRecent(request: FastifyRequest): Promise<RecentJob[]> {
    if (!app.upstream.configured) return Promise.resolve([])
    const caller = callerOf(request)
    return Promise.all(
      request.recentJobs().map(async (id) => {
        try {
          return { id, job: await app.jobs.read(id, caller), unavailable: null }
        } catch (error) {
          return { id, job: null, unavailable: whyUnavailable(error) }
        }
      }),
    )
  }
}

function whyUnavailable(error: unknown): string {
  const { status, message } = publicError(error as Parameters<typeof publicError>[0])
  return status === 404 ? 'The service does not know this job any more.' : message
}
