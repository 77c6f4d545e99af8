import { type LiveState, readLiveState } from '../domain/job/live-state.ts'
import { isUnknownJob } from '../domain/job/service-facts.ts'
import { dataOf, jobDataOf, jsonOf } from '../upstream/answer-data.ts'
import type { RequestContext, Upstream } from '../upstream/types.ts'

/**
 * Reads the cheap status of a job, or the whole job if this version of the service has no such route
 * (docs/contract.md#versions).
 */
export async function askStatus(
  upstream: Upstream,
  jobId: string,
  context: RequestContext,
): Promise<LiveState> {
  const answer = await upstream.get(`/jobs/${jobId}/status`, context)
  if (answer.status !== 404 || isUnknownJob(404, jsonOf(answer))) {
    return readLiveState(dataOf(answer))
  }
  answer.lease.release()
  return readLiveState(jobDataOf(await upstream.get(`/jobs/${jobId}`, context)))
}
