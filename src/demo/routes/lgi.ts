import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { invalidBody } from '../http/api-error.ts'
import { findLgiMatch, lineupOf, listLgiMatches } from '../seeds/lgi-matches.ts'

const MAX_LIMIT = 100

/** `/integrations/lgi/*`: bare objects, read only (docs/contract.md#matches). */
export function lgiRoutes(app: FastifyInstance, demo: Demo): void {
  app.get('/integrations/lgi/health', async () => {
    const count = listLgiMatches(demo).length
    return { status: 'ready', count, read_only: true }
  })

  app.get('/integrations/lgi/matches', async (request) => {
    const { query = '', limit = '50', pilot_only } = request.query as Record<string, string>
    const most = Number(limit)
    if (!Number.isInteger(most) || most < 1 || most > MAX_LIMIT) {
      throw invalidBody(['limit'], 'Input should be a whole number from 1 to 100', null)
    }
    const items = listLgiMatches(demo)
      .filter((match) => match.title.toLowerCase().includes(query.toLowerCase()))
      .filter((match) => match.pilot || pilot_only !== 'true')
      .slice(0, most)
    return { items, count: items.length, read_only: true }
  })

  app.get('/integrations/lgi/matches/:id', async (request) => {
    const { id } = request.params as { id: string }
    const match = findLgiMatch(demo, id)
    return { ...match, lineup: lineupOf(match), read_only: true }
  })
}
