import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { may } from '../../auth/entry.ts'
import type { ClubQuery } from '../../contracts/club.ts'
import { JOB_ID, JobParams } from '../../contracts/params.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { ClubListOff } from '../../errors/club.ts'
import type { Manner } from '../../live/audience.ts'
import { sendPartial } from '../ask.ts'
import { listQueryOf, readClubList } from './read-list.ts'

/** For “Next waiting job”: only for readers who may act. */
const forActing = { config: { needs: 'act' } } as const

/** Routes of the club's list on its page: its changes, and what can be done with a row. */
export async function clubListRoutes(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()

  app.get<{ Querystring: Fields }>(
    '/club/list',
    { config: { represents: 'fragment' } },
    async (request, reply) => {
      const list = await partialOf(listQueryOf(request.query), !may(request, 'act'))
      if (textOf(request.query, 'seen') === list.seen) return reply.code(204).send()
      return sendPartial(reply, list.text)
    },
  )

  app.get<{ Querystring: Fields }>('/club/list/stream', (request, reply) => {
    const query = listQueryOf(request.query)
    const readOnly = !may(request, 'act')
    const manner: Manner = {
      put: async () => (await partialOf(query, readOnly)).text,
      digest: ([state]) => String(state?.updated_at),
      audible: true,
    }
    const kind = JSON.stringify([query, readOnly])
    app.live.list(reply, app.club.watch, kind, manner, textOf(request.query, 'seen'))
    return reply
  })

  app.post(
    '/club/jobs/:jobId/take-off',
    { schema: { params: JobParams } },
    async (request, reply) => {
      await app.club.forget(request.params.jobId)
      return reply.redirect(app.urls.list(), 303)
    },
  )

  app.get<{ Querystring: Fields }>('/club/next', forActing, async (request, reply) => {
    const after = textOf(request.query, 'after')
    reply.nameBrowser()
    const from = JOB_ID.test(after) ? after : ''
    // A HEAD request must not reserve a job.
    const goes = request.method === 'GET'
    const next = goes
      ? await app.club.nextWaiting(from, request.visitor())
      : ({ kind: 'none' } as const)
    if (next.kind === 'job') return reply.redirect(app.urls.job(next.jobId), 303)
    const query = { state: 'waiting', ...(next.kind === 'taken' ? { next: 'taken' } : {}) }
    return reply.redirect(app.urls.list(query), 303)
  })

  /** The list that replaces the old one; if its database is away or no longer set, words that say so. */
  async function partialOf(query: ClubQuery, readOnly: boolean) {
    try {
      const list = await readClubList(app, query, readOnly)
      return { seen: list.seen, text: inPlace(await app.view('fragments/club/list', { list })) }
    } catch (error) {
      if (!(error instanceof ClubListOff)) throw error
      const isUnset = app.club.standing === 'unset'
      return { seen: 'off', text: inPlace(await app.view('fragments/club/away', { isUnset })) }
    }
  }
}

function inPlace(list: string): string {
  return `<hx-partial hx-target="#club-list" hx-swap="outerMorph">${list}</hx-partial>`
}
