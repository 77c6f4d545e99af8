import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import { JOB_ID } from '../../contracts/params.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import type { Job } from '../../domain/job/job.ts'
import type { JobVideo } from '../../domain/job/video.ts'
import { VideoNotNamed, VideoOwnerGone } from '../../errors/images.ts'
import { InvalidJobId } from '../../errors/request.ts'
import { ApiBaseUrlMissing, UpstreamKnowsNoJobs } from '../../errors/service.ts'
import { problemOf } from '../../http/error-pages.ts'
import { orNull } from '../../lib/within.ts'
import { wasNotSent } from '../../upstream/failure.ts'
import { saysUnknown } from '../../upstream/jobs.ts'
import { contextOf } from '../../upstream/types.ts'
import { CREATE_LABELS, type VideoOwner } from '../../view-models/create-form.ts'
import type { Problem } from '../../view-models/problem/problem.ts'
import { lookSoon } from '../ask.ts'

/**
 * The job whose video a form asks for, as it is now (docs/decisions/another-player.md).
 * @throws InvalidJobId, VideoOwnerGone, VideoNotNamed, and what `app.jobs.read` throws
 */
export async function readVideoOwner(
  app: FastifyInstance,
  id: string,
  request: FastifyRequest,
): Promise<Job & { video: JobVideo }> {
  if (!JOB_ID.test(id)) throw new InvalidJobId()
  const job = await app.jobs.read(id, contextOf(request)).catch((error: unknown) => {
    throw saysUnknown(error) ? new VideoOwnerGone() : error
  })
  const { video } = job
  if (video === null) throw new VideoNotNamed()
  return { ...job, video }
}

/** For the page of the form: the job that the form names, and the problem with its video, if any. */
export async function lookAtVideoOwner(
  app: FastifyInstance,
  request: FastifyRequest,
): Promise<{ owner: VideoOwner | null; problem: Problem | null }> {
  const id = textOf(request.form ?? (request.query as Fields), 'of_job')
  if (id === '' || !app.upstream.configured) return { owner: null, problem: null }
  const isAsked = request.form === null
  const named = JOB_ID.test(id)
  // A refused form has its problem already: here only the name of the job is wanted.
  if (!isAsked) {
    const job = named ? await orNull(app.snapshots.listed(id, contextOf(request))) : null
    return { owner: named ? { id, job } : null, problem: null }
  }
  try {
    return { owner: { id, job: await lookSoon(readVideoOwner(app, id, request)) }, problem: null }
  } catch (error) {
    if (request.ending.aborted) throw error
    const problem = problemOfCreation(error as FastifyError, request.id)
    return { owner: named ? { id, job: null } : null, problem }
  }
}

/** An error that the form of a new job met. */
export function problemOfCreation(error: FastifyError, requestId: string): Problem {
  return problemOf(error, requestId, CREATE_LABELS)
}

/** True if a creation that threw this error surely left no job behind. */
export function madeNothing(error: FastifyError): boolean {
  return wasNotSent(error) || error instanceof UpstreamKnowsNoJobs
}

/** The same after a press. Says that no job was created, if that is sure. */
export function problemOfPress(error: FastifyError, requestId: string): Problem {
  const problem = problemOfCreation(error, requestId)
  if (!madeNothing(error)) return problem
  // A missing setting does not come by itself, so the advice on what to set is kept.
  const whatToDo = error instanceof ApiBaseUrlMissing ? problem.whatToDo : PRESS_AGAIN
  return { ...problem, before: NOT_CREATED, whatToDo }
}

const NOT_CREATED = 'No job was created, and what you typed is still here.'
const PRESS_AGAIN =
  'Press again in a minute. If it keeps happening, give the request id to an administrator.'

/** Takes out the service's own words if they may hold the video's address, which nobody was shown. */
export function withoutVideo(problem: Problem, body: unknown): Problem {
  const { video_url: url, video_key: key } = body as Record<string, string | undefined>
  if (url === undefined && key === undefined) return problem
  // Any longer part of the address tells something: a host, a folder, the name of the file.
  const parts = `${url ?? ''} ${key ?? ''}`.toLowerCase().match(/\w{4,}/g) ?? []
  const tells = (text: string) =>
    text.includes('/') || parts.some((part) => text.toLowerCase().includes(part))
  return {
    ...problem,
    quote: problem.quote !== null && tells(problem.quote) ? null : problem.quote,
    faults: problem.faults.filter(({ message }) => !tells(message)),
    missing: problem.missing.filter((text) => !tells(text)),
  }
}
