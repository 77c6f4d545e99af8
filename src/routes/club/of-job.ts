import type { FastifyInstance, FastifyRequest } from 'fastify'
import { may } from '../../auth/entry.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { orNull } from '../../lib/within.ts'
import { type ClubOfJob, toClubOfJob } from '../../view-models/club/of-job.ts'

/** The page of a job waits this long for its history and notes, milliseconds. */
const BESIDE_MS = 500

/** What the club knows of a job, for its page; null if there is no list at present. */
export async function clubOfJob(
  app: FastifyInstance,
  request: FastifyRequest,
  jobId: string,
): Promise<ClubOfJob | null> {
  if (app.club.standing !== 'open') return null
  const found = await orNull(
    Promise.all([app.club.history(jobId), app.club.notes(jobId)]),
    BESIDE_MS,
  )
  if (found === null) return null
  const [history, notes] = found
  const readOnly = !may(request, 'act')
  const upkeep = may(request, 'upkeep')
  const sentAgain = textOf(request.query as Fields, 'note') === 'again'
  return toClubOfJob({ urls: app.urls, jobId, history, notes, readOnly, upkeep, sentAgain })
}
