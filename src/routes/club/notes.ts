import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { JobParams, NoteParams } from '../../contracts/params.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { pageStatus } from '../../domain/http/status.ts'
import { foreignText } from '../../domain/text/foreign-text.ts'
import { NoteOfAPage } from '../../errors/request.ts'
import { problemOf } from '../../http/error-pages.ts'
import { contextOf } from '../../upstream/types.ts'
import { toNotePage, tooLong } from '../../view-models/club/note.ts'
import { type Problem, problemFromFormFaults } from '../../view-models/problem/problem.ts'
import { RecentlyDone } from '../actions/recently-done.ts'
import { sendView } from '../pages/job-view.ts'

type NoteRequest = FastifyRequest<{ Params: { jobId: string } }>

/** Takes notes from the form of the job page. A note that is not added is shown again, with the reason. */
export async function noteRoutes(app: FastifyInstance) {
  const sent = new RecentlyDone<Promise<void>>()

  app.post<{ Params: { jobId: string } }>('/jobs/:jobId/notes', {
    schema: { params: JobParams },
    config: { represents: 'asked' },
    async handler(request, reply) {
      if (request.form === null) throw new NoteOfAPage()
      const { jobId } = request.params
      const text = noteText(textOf(request.form, 'text'))
      const message = tooLong(text) ?? unseen(text)
      if (message !== null) {
        const problem = problemFromFormFaults([{ field: 'note-text', message }])
        return refuse(request, reply, { ...problem, requestId: request.id })
      }
      if (text === '') return reply.redirect(`${app.urls.job(jobId)}#notes`, 303)
      // A second press, or a form that the browser sent again by itself, means the same note.
      const form = [request.visitor().key, jobId, text]
      const known = sent.of(form)
      const isAgain = known !== undefined && (await stillStands(known, request, text))
      const adding = isAgain ? known : add(request, text)
      sent.note(form, adding)
      try {
        await adding
      } catch (error) {
        sent.forget(form)
        throw error
      }
      const again = isAgain ? '?note=again' : ''
      return reply.redirect(`${app.urls.job(jobId)}${again}#notes`, 303)
    },
    errorHandler(error: FastifyError, request: NoteRequest, reply: FastifyReply) {
      if (request.form === null || request.wants !== 'page') throw error
      return refuse(request, reply, problemOf(error, request.id))
    },
  })

  app.post<{ Params: { jobId: string; noteId: string } }>(
    '/jobs/:jobId/notes/:noteId/delete',
    { schema: { params: NoteParams }, config: { needs: 'upkeep' } },
    async (request, reply) => {
      const { jobId, noteId } = request.params
      const was = await app.club.deleteNote(jobId, noteId)
      if (was) await app.club.did({ jobId, action: 'delete-note', who: request.user })
      const isUpkeep = textOf(request.query as Fields, 'from') === 'upkeep'
      const page = isUpkeep ? app.urls.upkeep({ notes: jobId }) : app.urls.job(jobId)
      return reply.redirect(`${page}#notes`, 303)
    },
  )

  /** False if the note has been deleted since. */
  async function stillStands(adding: Promise<void>, request: NoteRequest, text: string) {
    await adding.catch(() => {})
    const notes = await app.club.notes(request.params.jobId)
    return notes.some((note) => note.text === text && note.who === request.user)
  }

  /** Adds a note only to a job that the list has or the service knows. */
  async function add(request: NoteRequest, text: string) {
    const { jobId } = request.params
    if (!(await app.club.knows(jobId))) await app.jobs.read(jobId, contextOf(request))
    await app.club.addNote({ jobId, who: request.user, text })
  }

  function refuse(request: NoteRequest, reply: FastifyReply, problem: Problem) {
    if (request.wants !== 'page') return app.showProblemAlone(request, reply, problem)
    const typed = textOf(request.form ?? {}, 'text')
    const model = toNotePage(app.urls, request.params.jobId, typed, problem)
    return sendView(reply.code(pageStatus(problem.status)), 'pages/note', model)
  }
}

/** The note as it was typed, without control characters, which no database and no page takes. */
function noteText(typed: string): string {
  const text = typed.replaceAll('\r\n', '\n').replace(/[^\P{Cc}\n\t]/gu, '')
  return text.trim().toWellFormed()
}

/** Why a note of invisible characters is not taken, as no such name is; null if it can be seen, or is empty. */
function unseen(text: string): string | null {
  const isUnseen = text !== '' && foreignText(text, text.length) === null
  return isUnseen ? 'Nobody could see this note.' : null
}
