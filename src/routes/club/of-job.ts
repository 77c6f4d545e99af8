import type { FastifyInstance, FastifyRequest } from 'fastify'
import { may } from '../../auth/entry.ts'
import { JobParams } from '../../contracts/params.ts'
import { textOf } from '../../domain/forms/fields.ts'
import { NoteOfAPage } from '../../errors/request.ts'
import { clientOf } from '../../http/client-of.ts'
import { orNull } from '../../lib/within.ts'
import { type ClubOfJob, NOTE_UNITS, toClubOfJob } from '../../view-models/club/of-job.ts'
import { RecentlyDone } from '../actions/recently-done.ts'

/** The page of a job does without its history and notes after this long, milliseconds. */
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
  return toClubOfJob({ urls: app.urls, jobId, history, notes, readOnly })
}

/** Notes are a form of the job page. */
export async function noteRoutes(app: FastifyInstance) {
  const done = new RecentlyDone<true>()
  app.post<{ Params: { jobId: string } }>(
    '/jobs/:jobId/notes',
    { schema: { params: JobParams }, config: { represents: 'asked' } },
    async (request, reply) => {
      if (request.form === null) throw new NoteOfAPage()
      const { jobId } = request.params
      const text = noteText(textOf(request.form, 'text'))
      // A browser may send a form again by itself: one note is meant.
      const form = [clientOf(request), jobId, text]
      if (text !== '' && done.of(form) === undefined) {
        await app.club.addNote({ jobId, who: request.user, text })
        done.note(form, true)
      }
      return reply.redirect(`${app.urls.job(jobId)}#notes`, 303)
    },
  )
}

/** As it was typed, without what no database and no page takes. */
function noteText(typed: string): string {
  const text = typed.replaceAll('\r\n', '\n').replace(/[^\P{Cc}\n\t]/gu, '')
  return text.trim().slice(0, NOTE_UNITS).toWellFormed()
}
