import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { may } from '../../auth/entry.ts'
import { CreateJobBody } from '../../contracts/create-job.ts'
import { createJobForm, videoOwner } from '../../domain/forms/create-job.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { jobIdOf } from '../../domain/forms/job-id.ts'
import { pageStatus } from '../../domain/http/status.ts'
import { InvalidJobId } from '../../errors/request.ts'
import { ApiBaseUrlMissing } from '../../errors/service.ts'
import { clientOf } from '../../http/client-of.ts'
import { publicError } from '../../http/error-handler.ts'
import { jsonOf } from '../../upstream/answer-data.ts'
import { madeBy } from '../../upstream/change.ts'
import { type Answer, contextOf } from '../../upstream/types.ts'
import { anotherPlayerValues, CREATE_LABELS } from '../../view-models/create-form.ts'
import { toHomePage } from '../../view-models/home.ts'
import {
  type Problem,
  problemFromError,
  problemFromFormFaults,
} from '../../view-models/problem/problem.ts'
import { toShortcutsPage } from '../../view-models/shortcuts.ts'
import { RecentlyDone } from '../actions/recently-done.ts'
import { listForPage } from '../club/read-list.ts'
import { passThrough } from '../pass-through.ts'
import { createdId, createOne } from './create-one.ts'
import { leadTo, sendInPlace, sendView } from './job-view.ts'
import { lookAtArchive } from './matches.ts'
import { lookAtVideoOwner, problemOfPress, readVideoOwner } from './other-video.ts'
import { readRecent } from './read-recent.ts'

/** The first page: create a job, open a job, and the jobs that this browser opened last. */
export async function homeRoutes(app: FastifyInstance, { demo }: { demo: boolean }) {
  const created = new RecentlyDone<Promise<string | Problem>>()

  app.get('/', (request, reply) => showHome(request, reply, null))

  app.get('/shortcuts', (_request, reply) =>
    sendView(reply, 'pages/shortcuts', toShortcutsPage(app.urls)),
  )

  app.get<{ Querystring: Fields }>('/jobs', async (request, reply) => {
    const typed = textOf(request.query, 'id')
    const id = jobIdOf(typed)
    if (id !== null) return reply.redirect(app.urls.job(id), 303)
    const message = typed === '' ? 'Enter a job id.' : new InvalidJobId().message
    return showHome(request, reply.code(400), problemFromFormFaults([{ field: 'id', message }]))
  })

  app.post('/api/jobs', {
    schema: { body: CreateJobBody },
    preValidation: async (request) => {
      if (request.form === null) return
      const owner = videoOwner(request.form)
      const video = owner === '' ? null : (await readVideoOwner(app, owner, request)).video
      const decoded = createJobForm(request.form, video)
      if ('body' in decoded) request.body = decoded.body
    },
    errorHandler: (error, request, reply) => {
      if (request.wants === 'json' || !request.letIn) throw error
      const problem = problemOfPress(error, request.id)
      return showHome(request, reply.code(pageStatus(problem.status)), problem)
    },
    handler: (request, reply) =>
      request.wants === 'json'
        ? passThrough(app, request, reply, {
            method: 'POST',
            path: '/jobs',
            body: request.jsonBytes ?? '{}',
            before: (answer) => heardOf(request, answer),
          })
        : create(request, reply),
  })

  async function create(request: FastifyRequest, reply: FastifyReply) {
    // The answer puts the new job into the browser's cookie. The same form, sent with the new cookie, means another
    // job.
    const form = [clientOf(request), request.recentJobs(), request.form]
    const running = created.of(form) ?? send(request, form)
    created.note(form, running)
    const made = await running
    if (typeof made === 'object')
      return showHome(request, reply.code(pageStatus(made.status)), made)
    reply.rememberJob(made)
    return leadTo(request, reply, app.urls.job(made))
  }

  /** @returns the id of the new job, or the problem */
  async function send(request: FastifyRequest, form: unknown): Promise<string | Problem> {
    let made: string | Problem | null = null
    try {
      made = await createOne(app, request, request.body, videoOwner(request.form ?? {}) !== '')
      return made
    } finally {
      if (typeof made !== 'string') created.forget(form)
    }
  }

  /** Tells the list who created a job by script. */
  async function heardOf(request: FastifyRequest, answer: Answer) {
    const data = madeBy(answer.status, jsonOf(answer))
    const id = data === null ? null : createdId(data)
    if (id !== null) await app.club.did({ jobId: id, action: 'create', who: request.user })
  }

  async function showHome(request: FastifyRequest, reply: FastifyReply, problem: Problem | null) {
    if (!app.upstream.configured) reply.code(503)
    const mayGoOn = request.method === 'GET' && may(request, 'act')
    if (mayGoOn && app.club.standing !== 'unset') reply.nameBrowser()
    const typed = Object.fromEntries(
      Object.keys(CREATE_LABELS).map((name) => [name, textOf(request.form ?? {}, name)]),
    )
    const context = contextOf(request)
    const at = performance.now()
    const [asked, archive, list] = await Promise.all([
      lookAtVideoOwner(app, request),
      lookAtArchive(app, request),
      listForPage(app, request),
    ])
    const withoutList = list === null && app.upstream.configured
    const recent = await readRecent(withoutList ? request.recentJobs() : [], async (id) =>
      app.live.remembered(await app.jobs.read(id, context), at),
    )
    const { owner } = asked
    const unread = asked.problem ?? archive.problem
    if (unread !== null) reply.code(pageStatus(unread.status))
    const model = toHomePage({
      urls: app.urls,
      recent,
      list,
      listAway: app.club.standing === 'away',
      allTaken: textOf(request.query as Fields, 'next') === 'taken',
      values: request.form === null && owner?.job ? anotherPlayerValues(owner.job) : typed,
      owner,
      archive,
      problem: problem ?? unread ?? settingProblem(request),
      demo,
      connected: app.upstream.configured,
      readOnly: !may(request, 'act'),
    })
    return request.wants === 'fragment'
      ? sendInPlace(reply, 'home', model)
      : sendView(reply, 'pages/home', model)
  }

  function settingProblem(request: FastifyRequest): Problem | null {
    if (app.upstream.configured) return null
    return { ...problemFromError(publicError(new ApiBaseUrlMissing())), requestId: request.id }
  }
}
