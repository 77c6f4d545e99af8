import type { FastifyInstance } from 'fastify'
import { contextOf } from '../upstream/types.ts'
import { apiActions } from './actions/api-actions.ts'
import { apiReads } from './api-reads.ts'
import { clubJsonRoutes } from './club/as-json.ts'
import { clubListRoutes } from './club/list.ts'
import { noteRoutes } from './club/notes.ts'
import { noticeRoutes } from './club/notices.ts'
import { upkeepRoutes } from './club/upkeep.ts'
import { docsRoutes } from './docs.ts'
import { frameProxyRoute } from './frame-proxy.ts'
import { healthRoutes } from './health.ts'
import { linkRoutes } from './links/make.ts'
import { sharedRoutes } from './links/shared.ts'
import { compareNewsRoutes } from './live/compare-news.ts'
import { eventRoutes } from './live/events.ts'
import { newsRoutes } from './live/news.ts'
import { frameRoutes } from './pages/frame.ts'
import { homeRoutes } from './pages/home.ts'
import { jobRoutes } from './pages/job.ts'
import { recentJobRoutes } from './pages/recent-jobs.ts'
import { resultRoutes } from './pages/result.ts'
import { resultFileRoutes } from './pages/result-files.ts'
import { severalRoutes } from './pages/several/several.ts'
import { signInRoutes } from './sign-in.ts'

/**
 * Every route. Those of the service are lists: a read is one line in `api-reads.ts`, an action one entry of `ACT_ROUTES`
 * in `actions/actions.ts`.
 */
export async function routes(app: FastifyInstance, { demo }: { demo: boolean }) {
  await app.register(apiReads)
  await app.register(apiActions)
  await app.register(eventRoutes)
  await app.register(clubJsonRoutes)
  await app.register(frameProxyRoute, {
    sources: app.config.frameSources,
    signedUrl: (jobId, wanted, { request, fresh }) =>
      app.signedImages.find(jobId, wanted, contextOf(request), fresh),
  })
  await app.register(homeRoutes, { demo })
  await app.register(severalRoutes)
  await app.register(recentJobRoutes)
  await app.register(clubListRoutes)
  await app.register(noteRoutes)
  await app.register(noticeRoutes)
  await app.register(upkeepRoutes)
  await app.register(jobRoutes)
  await app.register(newsRoutes)
  await app.register(frameRoutes)
  await app.register(resultRoutes)
  await app.register(resultFileRoutes)
  await app.register(compareNewsRoutes)
  await app.register(linkRoutes)
  await app.register(sharedRoutes)
  await app.register(healthRoutes)
  await app.register(docsRoutes)
  if (app.oidc !== null) await app.register(signInRoutes, { oidc: app.oidc })
}
