import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { JobParams, SeenQuery } from '../../contracts/params.ts'
import { digestOf, isDone, type LiveState, newsDigest } from '../../domain/job/live-state.ts'
import { readProgress } from '../../domain/job/read-job.ts'
import { isSameSeen, seenOf } from '../../domain/job/seen.ts'
import type { Message } from '../../live/teller.ts'
import { contextOf } from '../../upstream/types.ts'
import type { News } from '../../view-models/connection.ts'
import { lookSoon, sendPartial } from '../ask.ts'
import { pageShown, pageStays } from '../club/visit.ts'

/** Tells pages that show a job, but do not update themselves, when the job has changed. */
export async function newsRoutes(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()
  const schema = { params: JobParams, querystring: SeenQuery }

  app.get(
    '/jobs/:jobId/news',
    { schema, config: { represents: 'fragment' } },
    async (request, reply) => {
      const { jobId } = request.params
      pageShown(app, reply, jobId)
      const state = await lookSoon(app.live.glance(jobId, contextOf(request)))
      await app.live.settle([jobId], request.query.seen, request.ending)
      const shown = isSameSeen(request.query.seen ?? '', seenOfNews(app, jobId, state))
      return shown ? reply.code(204).send() : sendPartial(reply, (await wordsOf(jobId, state)).text)
    },
  )

  app.get('/jobs/:jobId/news/stream', { schema }, async (request, reply) => {
    const { jobId } = request.params
    await app.live.stream(
      reply,
      jobId,
      'news',
      {
        put: ([state]) => wordsOf(jobId, state ?? null),
        digest: ([state]) => (state ? seenOfNews(app, jobId, state) : ''),
        audible: true,
      },
      request.query.seen,
    )
    pageStays(app, request, jobId)
    return reply
  })

  const wordsOf = (jobId: string, state: LiveState | null) =>
    newsWords(app, {
      subject: 'This job',
      seen: state ? seenOfNews(app, jobId, state) : '',
      ended: state !== null && isDone(state),
    })
}

/** Sent only if the state differs from the page's, so it always tells of a change. */
export async function newsWords(
  app: FastifyInstance,
  news: Pick<News, 'subject' | 'seen' | 'ended'>,
): Promise<Message> {
  const html = await app.view('fragments/news', { news: { ...news, changed: true } })
  const text = `<hx-partial hx-target="#news" hx-swap="outerMorph">${html}</hx-partial>`
  return { text, whole: true, seen: news.seen }
}

/** The digest of what pages without progress show of a job. */
export function seenOfNews(app: FastifyInstance, jobId: string, state: LiveState): string {
  const shown = newsDigest(state.status, readProgress(state.progress).step, digestOf(state))
  return seenOf(shown, app.live.names(jobId))
}
