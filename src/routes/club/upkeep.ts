import type { FastifyInstance } from 'fastify'
import { MOST_NOTES } from '../../domain/club/limits.ts'
import { linkCursorOf, linkPlaceOf } from '../../domain/club/link.ts'
import { type Fields, textOf } from '../../domain/forms/fields.ts'
import { jobIdOf } from '../../domain/forms/job-id.ts'
import { ClubListOff } from '../../errors/club.ts'
import { toUpkeepPage, type UpkeepFacts } from '../../view-models/club/upkeep.ts'
import { sendView } from '../pages/job-view.ts'

/** Routes of the page for administrators. */
export async function upkeepRoutes(app: FastifyInstance) {
  const { urls } = app
  const config = { needs: 'upkeep' as const }

  app.get<{ Querystring: Fields }>('/upkeep', { config }, async (request, reply) => {
    const notesOf = jobIdOf(textOf(request.query, 'notes')) ?? ''
    const found = await factsOf(textOf(request.query, 'cursor'), notesOf)
    const database = app.config.database.kind
    const taken = textOf(request.query, 'taken')
    const model = toUpkeepPage({
      ...{ urls, database, found, taken },
      ...{ mostNotes: MOST_NOTES, now: app.now() },
    })
    return sendView(reply, 'pages/upkeep', model)
  })

  app.post('/upkeep/take-off', { config }, async (request, reply) => {
    const id = jobIdOf(textOf(request.form ?? {}, 'id'))
    if (id === null) return reply.redirect(urls.upkeep({ taken: 'no-id' }), 303)
    const was = await app.club.takeOff(id)
    if (was) await app.club.did({ jobId: id, action: 'take-off', who: request.user })
    return reply.redirect(urls.upkeep({ taken: was ? 'yes' : 'unknown' }), 303)
  })

  /** Null if there is no list at present. */
  async function factsOf(cursor: string, notesOf: string): Promise<UpkeepFacts | null> {
    if (app.club.standing === 'unset') return null
    try {
      const after = linkPlaceOf(cursor)
      const [sizes, notes, { items, next }] = await Promise.all([
        app.club.sizes(),
        notesOf === '' ? [] : app.club.notes(notesOf),
        app.club.links.page(after),
      ])
      return {
        sizes,
        notes: { of: notesOf, items: notes },
        links: { items, next: next && linkCursorOf(next), isFirst: after === null },
      }
    } catch (error) {
      if (error instanceof ClubListOff) return null
      throw error
    }
  }
}
