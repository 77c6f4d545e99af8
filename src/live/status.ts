import { type LiveState, readLiveState } from '../domain/job/live-state.ts'
import { dataOf } from '../upstream/jobs.ts'
import type { RequestContext, Upstream } from '../upstream/types.ts'
import { isUnknown } from './watches.ts'

/** The cheap status of a job; the whole job where a revision has no such route (docs/contract.md#versions). */
export async function readStatus(
  upstream: Upstream,
  jobId: string,
  context: RequestContext,
): Promise<LiveState> {
  try {
    return readLiveState(dataOf(await upstream.get(`/jobs/${jobId}/status`, context)))
  } catch (error) {
    if (!isUnknown(error)) throw error
    return readLiveState(dataOf(await upstream.get(`/jobs/${jobId}`, context)))
  }
}
