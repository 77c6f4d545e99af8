import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { ClipParams, JobParams } from '../../contracts/params.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import {
  type FrameSource,
  frameVerdict,
  SERVICE_CHARACTERS,
} from '../../domain/images/frame-source.ts'
import { readResult } from '../../domain/result/result.ts'
import { VideoAddressInvalid, VideoSourceNotAllowed } from '../../errors/images.ts'
import { NotFound } from '../../errors/request.ts'
import { saysUnknown } from '../../upstream/jobs.ts'
import { contextOf } from '../../upstream/types.ts'
import { page } from '../../view-models/page.ts'
import { MAX_COMPARED, toComparePage } from '../../view-models/result/compare.ts'
import { toResultPage } from '../../view-models/result/result-page.ts'
import { clubOfResult, withClubs } from '../club/of-result.ts'
import { pageOpened } from '../club/visit.ts'
import { linksOfPage } from '../links/of-page.ts'
import { askedJobs } from './compared-ids.ts'
import { offeredTo, sendView, standingsOf } from './job-view.ts'
import { readEach } from './read-each.ts'
import { readRecent } from './read-recent.ts'
import { askReport, viewReport } from './report-view.ts'

/** The result of one job, its clips, and several side by side. */
export async function resultRoutes(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()
  const { urls } = app
  const schema = { params: JobParams }

  app.get('/jobs/:jobId/result', { schema }, async (request, reply) => {
    const context = contextOf(request)
    pageOpened(request, request.params.jobId)
    const [read, report, links] = await Promise.all([
      app.jobs.read(request.params.jobId, context, 'full'),
      askReport(app, request.params.jobId, context),
      linksOfPage(app, request, 'result', [request.params.jobId]),
    ])
    app.signedImages.remember(read, null)
    const job = app.lostPictures.mark(read)
    const asked = textOf(request.query as Fields, 'report') === 'asked'
    const service = offeredTo(request, app.service.known)
    const view = viewReport(app, job, report, asked, service)
    const reading = readResult(job)
    const club = await clubOfResult(app, job, reading)
    const standing = standingsOf(app)
    const model = toResultPage(job, reading, urls, view, standing, service, links, club)
    return sendView(reply, 'pages/result', {
      ...page(urls, model.title, { sheet: 'result' }),
      ...model,
    })
  })

  app.get(
    '/jobs/:jobId/clips/:index',
    { schema: { params: ClipParams } },
    async (request, reply) => {
      const job = await app.jobs.read(request.params.jobId, contextOf(request))
      const url = job.clips[Number(request.params.index)]?.url ?? null
      return redirectTo(reply, url, app.config.frameSources)
    },
  )

  app.get('/jobs/:jobId/video', { schema }, async (request, reply) => {
    const job = await app.jobs.read(request.params.jobId, contextOf(request))
    return redirectTo(reply, job.inputVideoUrl, app.config.frameSources)
  })

  app.get('/compare', async (request, reply) => {
    const { ids, ...asked } = askedJobs(request.query)
    const context = contextOf(request)
    pageOpened(request, ...ids)
    const jobs = await readEach(ids, (id) => app.jobs.read(id, context, 'full'))
    const failed = jobs.find((read) => read.value === null && !saysUnknown(read.error))
    // If no job can be read, the page of the error says more.
    if (failed?.value === null && jobs.every(({ value }) => value === null)) throw failed.error
    // Jobs to choose from, without those that are slow or lost.
    const others = request.recentJobs().filter((id) => !ids.includes(id))
    const recent =
      ids.length < MAX_COMPARED
        ? await readRecent(others, (id) => app.snapshots.listed(id, context))
        : []
    const shown = jobs.filter(({ value }) => value !== null).map(({ id }) => id)
    const links = await linksOfPage(app, request, 'comparison', shown)
    const players = await withClubs(
      app,
      jobs.flatMap(({ value }) =>
        value === null ? [] : { job: value, reading: readResult(value) },
      ),
    )
    const model = toComparePage(
      jobs.map(
        ({ id, value, unavailable }) =>
          players.find(({ job }) => job === value) ?? { id, unavailable: unavailable ?? '' },
      ),
      urls,
      { recent, links, ...asked },
    )
    return sendView(reply, 'pages/compare', {
      ...page(urls, model.title, { sheet: 'result' }),
      ...model,
    })
  })
}

/**
 * Redirects to the fresh signed address. Pages hold only our own address, so they contain no signature. A job may
 * name any address, but Touchline leads only to listed ones.
 */
function redirectTo(reply: FastifyReply, url: string | null, sources: readonly FrameSource[]) {
  if (url === null) throw new NotFound()
  const verdict = frameVerdict(url, sources, SERVICE_CHARACTERS)
  if (verdict.ok) {
    const { origin, path } = verdict.url
    return reply.header('cache-control', 'no-store').redirect(origin + path, 302)
  }
  if (verdict.reason === 'not-allowed') throw new VideoSourceNotAllowed(verdict.origin)
  throw new VideoAddressInvalid()
}
