import type { FastifyInstance } from 'fastify'
import { callerOf } from '../plugins/upstream.ts'
import { apiActs } from './api-acts.ts'
import { apiReads } from './api-reads.ts'
import { compareNewsRoutes } from './compare-news.ts'
import { eventRoutes } from './events.ts'
import { frameProxyRoute } from './frame-proxy.ts'
import { frameRoutes } from './frames.ts'
import { healthRoutes } from './health.ts'
import { homeRoutes } from './home.ts'
import { jobRoutes } from './jobs.ts'
import { newsRoutes } from './news.ts'
import { recentJobRoutes } from './recent-jobs.ts'
import { resultRoutes } from './results.ts'

/** Every route, in the order of the design's table (DESIGN section 3). */
export async function routes(app: FastifyInstance, { demo }: { demo: boolean }) {
  await app.register(apiReads)
  await app.register(apiActs)
  await app.register(eventRoutes)
  await app.register(frameProxyRoute, {
    sources: app.config.frameSources,
    signedUrl: (jobId, wanted, { request, fresh }) =>
      app.signedImages.find(jobId, wanted, callerOf(request), fresh),
  })
  await app.register(homeRoutes, { demo })
  await app.register(recentJobRoutes)
  await app.register(jobRoutes)
  await app.register(newsRoutes)
  await app.register(frameRoutes)
  await app.register(resultRoutes)
  await app.register(compareNewsRoutes)
  await app.register(healthRoutes)
}
