import type { Demo } from '../demo.ts'
import { ApiError } from '../http/api-error.ts'
import { seededRandom } from '../random.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const ROLES = ['GK', 'DEF', 'DEF', 'DEF', 'DEF', 'MID', 'MID', 'MID', 'ATT', 'ATT', 'ATT'] as const

export interface LgiMatch {
  id: string
  title: string
  slug: string
  home_team: string
  away_team: string
  competition: string | null
  season: string | null
  duration_seconds: number
  provider: string
  lineup_count: number
  pilot: boolean
}

const MATCHES: readonly LgiMatch[] = [
  {
    id: '22222222-1111-4111-8111-111111111111',
    title: 'Blu FC - Neri FC',
    slug: 'blu-neri',
    home_team: 'Blu FC',
    away_team: 'Neri FC',
    competition: null,
    season: null,
    duration_seconds: 5600,
    provider: 'vimeo',
    lineup_count: 22,
    pilot: false,
  },
  {
    id: '11111111-1111-4111-8111-111111111111',
    title: 'Rossi FC - Verdi FC',
    slug: 'rossi-verdi',
    home_team: 'Rossi FC',
    away_team: 'Verdi FC',
    competition: 'Test League',
    season: '2025/26',
    duration_seconds: 5400,
    provider: 'mux',
    lineup_count: 22,
    pilot: false,
  },
]

/** All matches of the archive. Throws 503 if it is switched off. */
export function listLgiMatches(demo: Demo): readonly LgiMatch[] {
  if (!demo.faults.lgiUnconfigured) return MATCHES
  throw new ApiError(503, 'LGI_SOURCE_UNAVAILABLE', 'The match archive is not configured.')
}

/** One match. Throws 400 for a text that is no UUID and 404 for an unknown one. */
export function findLgiMatch(demo: Demo, id: string): LgiMatch {
  const matches = listLgiMatches(demo)
  if (!UUID.test(id)) throw new ApiError(400, 'LGI_MATCH_ID_INVALID', 'The id is not a UUID.')
  const match = matches.find((one) => one.id === id)
  if (match !== undefined) return match
  throw new ApiError(404, 'LGI_MATCH_NOT_FOUND', `There is no match ${id}.`)
}

/** Eleven players of each side, made from the match's id. */
export function lineupOf(match: LgiMatch) {
  const random = seededRandom(match.id)
  const uuid = () =>
    '00000000-0000-4000-8000-000000000000'.replace(/0/g, () =>
      Math.floor(random() * 16).toString(16),
    )
  return ['HOME', 'AWAY'].flatMap((side) =>
    ROLES.map((role, index) => ({
      id: uuid(),
      name: `Player ${side === 'HOME' ? index + 1 : index + 12}`,
      side,
      shirt_number: String(index + 1),
      role,
      starter: true,
      captain: index === 5,
    })),
  )
}
