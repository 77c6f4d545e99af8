import type { FastifyInstance } from 'fastify'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { isDone, joinDigests, type LiveState } from '../../domain/job/live-state.ts'
import { isSameSeen } from '../../domain/job/seen.ts'
import type { Sight } from '../../live/audience.ts'
import { contextOf, type RequestContext } from '../../upstream/types.ts'
import { lookSoon, sendPartial } from '../ask.ts'
import { comparedIds } from '../pages/compared-ids.ts'
import { glanceOrNull } from './glance.ts'
import { newsWords, seenOfNews } from './news.ts'

/** Tells the page that compares jobs when one of them has changed. */
export async function compareNewsRoutes(app: FastifyInstance) {
  app.get<{ Querystring: Fields }>(
    '/compare/news',
    { config: { represents: 'fragment' } },
    async (request, reply) => {
      const ids = comparedIds(request.query)
      const states = await lookSoon(lookAtEach(ids, contextOf(request)))
      await app.live.settle(ids, textOf(request.query, 'seen'), request.ending)
      const shown = isSameSeen(textOf(request.query, 'seen'), seenOfAllNews(ids, states))
      return shown ? reply.code(204).send() : sendPartial(reply, (await wordsOf(ids, states)).text)
    },
  )

  app.get<{ Querystring: Fields }>('/compare/news/stream', (request, reply) => {
    const ids = comparedIds(request.query)
    const manner = {
      // A job without a state is either unknown to the service, which is news, or could not be read, which is no news.
      // In the second case the look throws.
      put: async (sight: Sight) => {
        await lookAtEach(
          ids.filter((_, i) => sight[i] === null),
          app.live.context(),
        )
        return wordsOf(ids, sight)
      },
      digest: (sight: Sight) => seenOfAllNews(ids, sight),
      audible: true,
    }
    return app.live.gather(reply, ids, manner, textOf(request.query, 'seen'))
  })

  /** Null if the service does not know the job; throws if it does not answer. */
  function lookAtEach(
    ids: readonly string[],
    context: RequestContext,
  ): Promise<(LiveState | null)[]> {
    return Promise.all(ids.map((id) => glanceOrNull(app, id, context)))
  }

  const wordsOf = (ids: readonly string[], states: Sight) =>
    newsWords(app, {
      subject: 'One of these jobs',
      seen: seenOfAllNews(ids, states),
      ended: states.every((state) => state === null || isDone(state)),
    })

  const seenOfAllNews = (ids: readonly string[], states: Sight) =>
    joinDigests(states.map((state, i) => state && seenOfNews(app, ids[i]!, state)))
}
