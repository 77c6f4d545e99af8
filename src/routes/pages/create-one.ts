import type { FastifyInstance, FastifyRequest } from 'fastify'
import { JOB_ID } from '../../contracts/params.ts'
import { asRecord, asString, isRecord } from '../../domain/text/reading.ts'
import { MAY_HAVE_BEEN_MADE, UpstreamBadAnswer, UpstreamKnowsNoJobs } from '../../errors/service.ts'
import { jsonOf } from '../../upstream/answer-data.ts'
import { readChange } from '../../upstream/change.ts'
import { contextOf } from '../../upstream/types.ts'
import { type Problem, problemFromUpstream } from '../../view-models/problem/problem.ts'
import { withoutVideo } from './other-video.ts'

/**
 * Creates a job from the body of a form.
 * @param isOurs true if the video is that of another job: nobody was shown its address
 * @returns the id of the new job, or the service's refusal
 * @throws UpstreamKnowsNoJobs, UpstreamBadAnswer if nobody knows whether it was made, and what `upstream.post` throws
 */
export async function createOne(
  app: FastifyInstance,
  request: FastifyRequest,
  body: unknown,
  isOurs: boolean,
  context = contextOf(request),
): Promise<string | Problem> {
  const answer = await app.upstream.post('/jobs', body, {}, context)
  const json = jsonOf(answer)
  if (isOfNoService(answer.status, json)) throw new UpstreamKnowsNoJobs(answer)
  const change = readChange(answer.status, json)
  if (!change.made) {
    const problem = problemFromUpstream(change.status, change.json, request.id)
    return isOurs ? withoutVideo(problem, body) : problem
  }
  const id = createdId(change.data)
  if (id === null) throw new UpstreamBadAnswer(MAY_HAVE_BEEN_MADE)
  await app.club.did({ jobId: id, action: 'create', who: request.user })
  return id
}

/** True if another server answers at this address: the service has this route, and its errors have an `error`. */
function isOfNoService(status: number, json: unknown): boolean {
  return (status === 404 || status === 405) && !isRecord(asRecord(json)['error'])
}

/** The id of the job that was created; null if it may not stand in an address. */
export function createdId(data: Record<string, unknown>): string | null {
  const id = asString(data['job_id']) ?? asString(data['id'])
  return id !== null && JOB_ID.test(id) ? id : null
}
