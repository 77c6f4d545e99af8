import type { FastifyInstance } from 'fastify'
import type { LiveState } from '../../domain/job/live-state.ts'
import { saysUnknown } from '../../upstream/jobs.ts'
import type { RequestContext } from '../../upstream/types.ts'

/** Gives back a job's state, less than a second old; null if the service does not know the job. */
export async function glanceOrNull(
  app: FastifyInstance,
  id: string,
  context: RequestContext,
): Promise<LiveState | null> {
  try {
    return await app.live.glance(id, context)
  } catch (error) {
    if (saysUnknown(error)) return null
    throw error
  }
}
