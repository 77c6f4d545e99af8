import { foreignId, foreignText } from '../text/foreign-text.ts'
import { asArray, asNumber, asRecord } from '../text/reading.ts'

/** A match of the service's archive (docs/contract.md#matches). Its texts are already fit for a page. */
export interface ArchiveMatch {
  id: string
  title: string
  home: string | null
  away: string | null
  competition: string | null
  season: string | null
  /** Length of the video, seconds. */
  lengthSec: number | null
  /** Empty in a list of matches. */
  lineup: ArchivePlayer[]
}

export interface ArchivePlayer {
  id: string
  name: string
  /** The name of the player's team; null if the archive names no side. */
  team: string | null
  /** 0 to 99; null if the archive has no such number. */
  shirt: number | null
  role: string | null
}

export const MATCH_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
/** Most matches on one page. */
export const MOST_MATCHES = 50
/** Most players that are read: more than two squads have. */
const MOST_PLAYERS = 100

/** Reads a match. Null if it has no usable id, because then no job could name it. */
export function readArchiveMatch(value: unknown): ArchiveMatch | null {
  const match = asRecord(value)
  const id = foreignId(match['id'])
  if (id === null || !MATCH_ID.test(id)) return null
  const [home, away] = [foreignText(match['home_team']), foreignText(match['away_team'])]
  const teams = home !== null && away !== null ? `${home} – ${away}` : null
  return {
    id,
    title: foreignText(match['title']) ?? teams ?? `match ${id}`,
    home,
    away,
    competition: foreignText(match['competition']),
    season: foreignText(match['season']),
    lengthSec: asNumber(match['duration_seconds']),
    lineup: asArray(match['lineup'])
      .slice(0, MOST_PLAYERS)
      .flatMap((player) => readPlayer(player, { HOME: home, AWAY: away })),
  }
}

export function readArchiveMatches(value: unknown): ArchiveMatch[] {
  const items = asArray(asRecord(value)['items']).slice(0, MOST_MATCHES)
  return items.flatMap((item) => readArchiveMatch(item) ?? [])
}

function readPlayer(value: unknown, teams: Record<string, string | null>): ArchivePlayer[] {
  const player = asRecord(value)
  const [id, name] = [foreignId(player['id']), foreignText(player['name'])]
  if (id === null || name === null) return []
  const side = foreignText(player['side'])?.toUpperCase() ?? ''
  const shirt = foreignText(player['shirt_number']) ?? ''
  return [
    {
      id,
      name,
      team: Object.hasOwn(teams, side) ? (teams[side] ?? null) : null,
      shirt: /^\d{1,2}$/.test(shirt) ? Number(shirt) : null,
      role: foreignText(player['role']),
    },
  ]
}
