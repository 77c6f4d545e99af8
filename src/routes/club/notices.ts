import type { FastifyInstance } from 'fastify'
import { NoticeParams } from '../../contracts/params.ts'
import { toNoticesPage } from '../../view-models/club/notices.ts'
import { sendView } from '../pages/job-view.ts'

/** The page `/notices` for administrators: the notices that no receiver took. */
export async function noticeRoutes(app: FastifyInstance) {
  app.get('/notices', { config: { needs: 'upkeep' } }, async (_request, reply) => {
    const { labels, list } = app.club.notices
    return sendView(
      reply,
      'pages/notices',
      toNoticesPage(app.urls, labels, await list(), app.now()),
    )
  })

  app.post<{ Params: { noticeId: string } }>(
    '/notices/:noticeId/send-again',
    { schema: { params: NoticeParams }, config: { needs: 'upkeep' } },
    async (request, reply) => {
      // A notice that is no longer dead was sent again by somebody else.
      await app.club.notices.sendAgain(request.params.noticeId)
      return reply.redirect(app.urls.notices(), 303)
    },
  )
}
