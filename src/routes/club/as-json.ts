import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { ClubQuery } from '../../contracts/club.ts'
import { JobParams } from '../../contracts/params.ts'
import type { JobDeed, JobNote, ListedJob } from '../../domain/club/listed-job.ts'
import { cursorOf } from '../../domain/club/place.ts'
import { readClubQuery } from '../../domain/club/query.ts'
import { hasTooManyWords, MOST_WORDS } from '../../domain/club/words.ts'
import { CursorInvalid, TooManyWords } from '../../errors/club.ts'

/** The club's list, and what was done to a job, for scripts. */
export async function clubJsonRoutes(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()

  app.get('/api/club/jobs', { schema: { querystring: ClubQuery } }, async (request, reply) => {
    if (hasTooManyWords(request.query.q ?? '')) throw new TooManyWords(MOST_WORDS)
    const query = readClubQuery(request.query, app.now())
    if (query === null) throw new CursorInvalid()
    const { page } = await app.club.list(query, 'script')
    const { items, next, total } = page
    return reply.header('cache-control', 'no-store').send({
      ok: true,
      data: { items: items.map(asItem), next: next && cursorOf(next), total },
      meta: { request_id: request.id },
    })
  })

  app.get(
    '/api/club/jobs/:jobId/history',
    { schema: { params: JobParams } },
    async (request, reply) => {
      const { jobId } = request.params
      const [deeds, notes] = await Promise.all([app.club.history(jobId), app.club.notes(jobId)])
      return reply.header('cache-control', 'no-store').send({
        ok: true,
        data: { items: deeds.map(asDeed), notes: notes.map(asNote) },
        meta: { request_id: request.id },
      })
    },
  )
}

function asItem(job: ListedJob) {
  return {
    job_id: job.jobId,
    state: job.state,
    status: job.status,
    outcome: job.outcome,
    player_name: job.playerName,
    team_name: job.teamName,
    shirt_number: job.shirtNumber,
    role: job.role,
    category: job.category,
    headline: job.headline,
    created_by: job.createdBy,
    created_at: timeText(job.createdAt),
    updated_at: timeText(job.updatedAt),
    acted_by: job.actedBy,
    warnings: job.warnings,
    gone: job.gone,
  }
}

function asDeed({ action, at, who, fromStatus }: JobDeed) {
  return { action, at: timeText(at), by: who, from_status: fromStatus }
}

function asNote({ at, who, text }: JobNote) {
  return { text, at: timeText(at), by: who }
}

function timeText(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
