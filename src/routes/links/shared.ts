import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import type { CoachLink } from '../../domain/club/link.ts'
import { namedForReaders } from '../../domain/club/named-for-readers.ts'
import { pageStatus } from '../../domain/http/status.ts'
import { SERVICE_CHARACTERS } from '../../domain/images/frame-source.ts'
import { imageKeyOf } from '../../domain/images/stored-image.ts'
import type { Job } from '../../domain/job/job.ts'
import { compareCsv } from '../../domain/result/files/compare-csv.ts'
import { resultCsv } from '../../domain/result/files/result-csv.ts'
import { type JobResult, readResult } from '../../domain/result/result.ts'
import { LinkEnded, LinkNotShown, LinkWithoutFile } from '../../errors/club.ts'
import { publicError } from '../../http/error-handler.ts'
import { UNKEPT } from '../../http/unkept.ts'
import { saysUnknown } from '../../upstream/jobs.ts'
import { contextOf } from '../../upstream/types.ts'
import { toSharedProblem } from '../../view-models/links/pages.ts'
import { toSharedComparison, toSharedResult } from '../../view-models/links/shared.ts'
import { sharedProblemOf } from '../../view-models/links/shared-problem.ts'
import { page } from '../../view-models/page.ts'
import { compareFile, resultFile } from '../../view-models/result/downloads.ts'
import { distinctLabels, plainLabel } from '../../view-models/result/player-label.ts'
import { targetPicture } from '../../view-models/result/result-page.ts'
import { allowed } from '../frame-proxy.ts'
import { sendFile } from '../pages/result-files.ts'
import { countImage, imageRequest, sendImage, wantedWidth } from '../send-image.ts'
import { createLinkLimits } from './limits.ts'
import { createSharedJobs } from './shared-jobs.ts'
import { hashOfToken } from './token.ts'

interface OfLink {
  Params: { token: string }
}

/**
 * What a link for a coach opens, without signing in: its page, the picture on it and its CSV (docs/decisions/club/links.md).
 * Each request reads the link from the database, so that a revoked link ends at once on every replica.
 */
export async function sharedRoutes(app: FastifyInstance) {
  const { urls } = app
  const limits = createLinkLimits(app.now)
  const readJob = createSharedJobs(app)
  const config = { byAddress: true }

  app.setErrorHandler<FastifyError, OfLink>(async (error, request, reply) => {
    if (request.ending.aborted) return void reply.hijack()
    const { status, code } = publicError(error)
    request.failure = code
    if (code === 'INTERNAL_ERROR') request.log.error({ err: error }, 'request failed')
    const { retryAfterSec } = error as { retryAfterSec?: number }
    if (retryAfterSec !== undefined) reply.header('retry-after', retryAfterSec)
    const html = await app.view(
      'pages/shared-problem',
      toSharedProblem(urls, sharedProblemOf(code)),
    )
    return reply
      .code(pageStatus(status))
      .headers(UNKEPT)
      .type('text/html; charset=utf-8')
      .send(html)
  })

  app.get<OfLink>('/shared/:token', { config }, async (request, reply) => {
    const link = await linkOf(request)
    const { token } = request.params
    const model =
      link.kind === 'result'
        ? toSharedResult(link, await readOne(link, request), token, urls)
        : toSharedComparison(link, await readAll(link, request), token, urls)
    const view = link.kind === 'result' ? 'pages/result' : 'pages/compare'
    const html = await app.view(view, { ...page(urls, model.title, { sheet: 'result' }), ...model })
    if (request.method === 'GET') app.club.links.opened(link.id)
    return reply.type('text/html; charset=utf-8').send(html)
  })

  app.get<OfLink>('/shared/:token/result.csv', { config }, async (request, reply) => {
    const link = await linkOf(request)
    const { name, csv } =
      link.kind === 'result'
        ? csvOfResult(await readOne(link, request))
        : csvOfComparison(await readAll(link, request))
    if (csv === null) throw new LinkWithoutFile()
    return sendFile(reply, 'text/csv; charset=utf-8', name, csv)
  })

  // An address that is nearly right gets the same answer as a wrong one. Only slashes at its end, which some programs
  // add, are taken off.
  app.get<{ Params: { '*': string } }>('/shared/*', { config }, async (request, reply) => {
    const rest = request.params['*']
    if (!/^[^/]+\/+$/.test(rest)) throw new LinkEnded()
    return reply.redirect(urls.shared(rest.replaceAll('/', '')), 308)
  })

  app.route<OfLink>({
    method: ['GET', 'HEAD'],
    url: '/shared/:token/image/target',
    config,
    onResponse: countImage,
    handler: async (request, reply) => {
      const link = await linkOf(request)
      if (link.kind !== 'result') throw new LinkWithoutFile()
      const { job } = await readOne(link, request)
      const picture = targetPicture(job)
      if (picture === null) throw new LinkWithoutFile()
      const { address, id } = picture.image
      const { frameSources } = app.config
      const find = async (_signal: AbortSignal, fresh: boolean) => {
        const context = contextOf(request)
        const signed = await app.signedImages.find(job.id, { address, id }, context, fresh)
        if (signed === null) throw new LinkWithoutFile()
        return allowed(signed, frameSources, SERVICE_CHARACTERS)
      }
      allowed(address, frameSources, SERVICE_CHARACTERS)
      const width = wantedWidth((request.query as Record<string, unknown>)['w'])
      const wanted = { ...imageRequest(request), width }
      const answer = await app.lostPictures.noting(job.id, { address, id }, () =>
        app.frames.ofJob(imageKeyOf(job.id, { address, id }), wanted, find),
      )
      return sendImage(reply, answer, UNKEPT['cache-control'])
    },
  })

  /** @throws LinkEnded for every link that cannot be opened, LinkTooOften, ClubListOff */
  async function linkOf(request: FastifyRequest<OfLink>): Promise<CoachLink> {
    const hash = hashOfToken(request.params.token)
    if (hash === null) throw new LinkEnded()
    const entry = limits.enter(hash, request.ip)
    const link = await app.club.links.live(hash).catch((error: unknown) => {
      entry.end('untold')
      throw error
    })
    entry.end(link === null ? 'wrong' : 'right')
    if (link === null) throw new LinkEnded()
    return link
  }

  async function readOne(link: CoachLink, request: FastifyRequest): Promise<JobResult> {
    try {
      const job = await readJob(link.jobs[0]?.jobId ?? '', link.id, request)
      return jobResult(namedForReaders([job])[0] ?? job)
    } catch (error) {
      throw saysUnknown(error) ? new LinkNotShown() : error
    }
  }

  /** Reads all jobs of a link. A job that cannot be read is null; the others are shown. */
  async function readAll(link: CoachLink, request: FastifyRequest) {
    const read = await Promise.allSettled(
      link.jobs.map(({ jobId }) => readJob(jobId, link.id, request)),
    )
    const [first] = read
    if (first !== undefined && read.every(({ status }) => status === 'rejected')) {
      const { reason } = first as PromiseRejectedResult
      throw saysUnknown(reason) ? new LinkNotShown() : reason
    }
    const named = namedForReaders(
      read.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])),
    ).values()
    return read.map((one) =>
      one.status === 'fulfilled' ? jobResult(named.next().value ?? one.value) : null,
    )
  }
}

const jobResult = (job: Job): JobResult => ({ job, reading: readResult(job) })

function csvOfResult({ job, reading }: JobResult) {
  return { name: resultFile(job, 'result', 'csv'), csv: resultCsv(reading, job) }
}

/** Makes the CSV of the jobs that can be shown. The page says that one is missing. */
function csvOfComparison(read: readonly (JobResult | null)[]) {
  const shown = read.filter((one) => one !== null)
  const labels = distinctLabels(
    shown.map(({ job }) => job),
    plainLabel,
  )
  const players = shown.map((one, index) => ({ ...one, label: labels[index] ?? '' }))
  return { name: compareFile(labels, 'csv'), csv: compareCsv(players) }
}
