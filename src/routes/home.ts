import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CreateJobBody } from '../contracts/create-job.ts'
import { JOB_ID } from '../contracts/params.ts'
import { createJobForm } from '../domain/forms/create-job.ts'
import { type Fields, textOf } from '../domain/forms/fields.ts'
import type { Job } from '../domain/job.ts'
import { asString } from '../domain/reading.ts'
import { ApiBaseUrlMissing, InvalidBody, InvalidJobId, UpstreamBadAnswer } from '../errors.ts'
import { publicError } from '../plugins/error-handler.ts'
import { dataOf, jsonOf } from '../plugins/jobs.ts'
import { MAY_HAVE_BEEN_MADE } from '../plugins/upstream/failure.ts'
import { type Caller, callerOf } from '../plugins/upstream.ts'
import { problemFromError, problemFromFormFaults } from '../view-models/form-problem.ts'
import { CREATE_LABELS, toHomePage } from '../view-models/home.ts'
import { type Problem, problemFromFaults, problemFromUpstream } from '../view-models/problem.ts'
import { type RecentJob, toRecentJobs } from '../view-models/recent-jobs.ts'
import { toShortcutsPage } from '../view-models/shortcuts.ts'
import { sendView } from './job-view.ts'
import { passThrough } from './pass-through.ts'
import { readEach } from './read-each.ts'

/** The first page: create a job, open one, and the ones that this browser opened last. */
export async function homeRoutes(app: FastifyInstance, { demo }: { demo: boolean }) {
  app.get('/', (request, reply) => showHome(request, reply, null))

  app.get('/shortcuts', (_request, reply) =>
    sendView(reply, 'pages/shortcuts', toShortcutsPage(app.urls)),
  )

  app.get<{ Querystring: Fields }>(
    '/recent-jobs',
    { config: { represents: 'fragment' } },
    async (request, reply) => {
      const list = await listed(request.recentJobs(), callerOf(request))
      if (textOf(request.query, 'seen') === list.recent.seen) return reply.code(204).send()
      return reply
        .header('cache-control', 'no-store')
        .type('text/html')
        .send(await recentPartial(list))
    },
  )

  app.get<{ Querystring: Fields }>('/recent-jobs/stream', async (request, reply) => {
    const ids = request.recentJobs()
    const seen = textOf(request.query, 'seen')
    return app.live.gather(reply, ids, () => putRecent(ids), seen)
  })

  async function putRecent(ids: string[]): Promise<string> {
    return recentPartial(await listed(ids, { ...app.live.caller(), fresh: false }))
  }

  async function recentPartial(model: Awaited<ReturnType<typeof listed>>): Promise<string> {
    const list = await app.view('fragments/recent-jobs', model)
    return `<hx-partial hx-target="#recent-jobs" hx-swap="outerMorph">${list}</hx-partial>`
  }

  /** The list that renews itself: however many browsers show it, each job is read once a second at most. */
  async function listed(ids: string[], caller: Caller) {
    const recent = await readRecent(ids, (id) => app.snapshots.listed(id, caller))
    return { urls: app.urls, recent: toRecentJobs({ urls: app.urls, recent, now: app.now() }) }
  }

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
      if (request.wants === 'json' || !request.letIn) throw error
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
      return showHome(request, reply.code(problem.status), problem)
    }
    const data = dataOf(answer)
    const id = asString(data['job_id']) ?? asString(data['id'])
    if (id === null || !JOB_ID.test(id)) throw new UpstreamBadAnswer(MAY_HAVE_BEEN_MADE)
    reply.rememberJob(id)
    if (request.wants === 'page') return reply.redirect(app.urls.job(id), 303)
    return reply.header('hx-redirect', app.urls.job(id)).code(200).type('text/html').send('')
  }

  async function showHome(request: FastifyRequest, reply: FastifyReply, problem: Problem | null) {
    if (!app.upstream.configured) reply.code(503)
    const values = Object.fromEntries(
      Object.keys(CREATE_LABELS).map((name) => [name, textOf(request.form ?? {}, name)]),
    )
    const caller = callerOf(request)
    const recent = await readRecent(request.recentJobs(), (id) => app.jobs.read(id, caller))
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

  async function readRecent(
    ids: string[],
    read: (id: string) => Promise<Job>,
  ): Promise<RecentJob[]> {
    if (!app.upstream.configured) return []
    const jobs = await readEach(ids, read)
    return jobs.map(({ id, value, unavailable }) => ({ id, job: value, unavailable }))
  }
}
