import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { may } from '../../auth/entry.ts'
import { isSecureContext } from '../../domain/http/own-address.ts'
import { type SourceStandingOf, sourceStandingOf } from '../../domain/images/frame-source.ts'
import { hasEnded } from '../../domain/job/flow.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import { readResult } from '../../domain/result/result.ts'
import type { Snapshot } from '../../upstream/snapshots.ts'
import type { RequestContext } from '../../upstream/types.ts'
import { type FlowInput, toFlow } from '../../view-models/job/flow.ts'
import type { TypedForm } from '../../view-models/job/typed-form.ts'
import type { PageAround, PageModel } from '../../view-models/page.ts'
import type { Problem } from '../../view-models/problem/problem.ts'
import { toSummary } from '../../view-models/result/summary.ts'

/** What a page of a job is made from. */
export interface PageRead extends Snapshot {
  service: ServiceFacts
}

/**
 * Reads the job and its candidates at the same time, or not at all if the hub knows them. Also says what the service
 * can do for such a job.
 */
export async function readForPage(
  app: FastifyInstance,
  context: RequestContext,
  jobId: string,
  reader: Reader,
): Promise<PageRead> {
  const { job, candidates } = await app.snapshots.page(jobId, context)
  app.signedImages.remember(job, candidates)
  const service = offeredTo(reader, await app.service.about(job, context))
  return { job: app.lostPictures.mark(job), candidates, service }
}

/** The reader of a page. */
export type Reader = Pick<FastifyRequest, 'role'>

/** What a page may offer to its reader: nothing if the reader may not act. */
export function offeredTo(reader: Reader, service: ServiceFacts): ServiceFacts {
  return may(reader, 'act') ? service : { ...service, readOnly: true }
}

/** What `toFlow` and `toJobPage` are made from. */
export function flowInput(
  app: FastifyInstance,
  { job, candidates, service }: PageRead,
  problem: Problem | null,
  typed: TypedForm | null = null,
): FlowInput {
  return {
    job,
    candidates,
    service,
    urls: app.urls,
    problem,
    typed,
    now: app.now(),
    tracks: { shirts: app.shirts.known(job), said: app.snapshots.said(job.id) },
    result: hasEnded(job) ? toSummary(job, readResult(job), app.urls, standingsOf(app)) : null,
  }
}

/** The live part of the job page as a partial that takes the place of the old one. */
export async function flowPartial(app: FastifyInstance, read: PageRead): Promise<string> {
  const flow = await app.view('fragments/job/flow', toFlow(flowInput(app, read, null)))
  return `<hx-partial hx-target="#flow" hx-swap="outerMorph">${flow}</hx-partial>`
}

/** Judges whether the place of a video is listed. */
export function standingsOf({ config }: FastifyInstance): SourceStandingOf {
  return (address) => sourceStandingOf(address, config.frameSources)
}

/** Sends a page that no cache may keep, because it holds live state. */
export function sendView(reply: FastifyReply, view: string, model: object): FastifyReply {
  reply.header('cache-control', 'no-store')
  return sendWhole(reply, view, model)
}

/**
 * Sends a page that the browser may keep for Back, but must otherwise ask for again. With `no-store`, Back shows an
 * empty form, or an error after a POST.
 */
export function sendForm(reply: FastifyReply, view: string, model: object): FastifyReply {
  reply.header('cache-control', 'private, no-cache')
  return sendWhole(reply, view, model)
}

function sendWhole(reply: FastifyReply, view: string, model: object): FastifyReply {
  return reply.view(view, { ...model, ...aroundOf(reply.request) }) as FastifyReply
}

/** What the layout has around every page, whatever it shows. */
export function aroundOf(request: FastifyRequest): PageAround {
  const { club, urls } = request.server
  const { jobId } = request.params as { jobId?: string }
  const offered = club.standing === 'open' && may(request, 'act')
  const keepsNotices = club.notices.labels.size > 0 && may(request, 'upkeep')
  return {
    who: request.who,
    isSecure: isSecureContext(request.protocol, request.host),
    nextWaitingHref: offered ? urls.nextWaiting(jobId) : null,
    noticesHref: keepsNotices ? urls.notices() : null,
    upkeepHref: may(request, 'upkeep') ? urls.upkeep() : null,
  }
}

/** Sends the fragment `place` to replace that part of the page; `news` is replaced too, if the page has it. */
export function sendInPlace(
  reply: FastifyReply,
  place: 'frame' | 'home',
  model: PageModel,
): FastifyReply {
  return sendView(reply, 'fragments/in-place', { news: null, ...model, place })
}

/** Leads to another page after an action, in the way of htmx or of a plain form. */
export function leadTo(request: FastifyRequest, reply: FastifyReply, href: string): FastifyReply {
  return request.wants === 'fragment'
    ? reply.header('hx-redirect', href).type('text/html').send('')
    : reply.redirect(href, 303)
}
