import { type Cut, listOf } from '../text/cut.ts'
import { foreignText } from '../text/foreign-text.ts'
import { asCount, asRecord } from '../text/reading.ts'
import type { LineupPlayer, Progress, Source } from './job.ts'

/**
 * Reads the match that `target.source` names, if the video is from the service's archive. The fields
 * `title`, `home_team`, `away_team`, `competition` and `season` may be in the source itself
 * or in its `match`.
 */
export function readSource(value: unknown, cuts: Cut[] = []): Source {
  const source = { ...asRecord(value), ...asRecord(asRecord(value)['match']) }
  const teams = [source['home_team'], source['away_team']].flatMap(
    (team) => foreignText(team) ?? [],
  )
  return {
    match: teams.length === 2 ? teams.join(' – ') : foreignText(source['title']),
    competition: foreignText(source['competition']),
    season: foreignText(source['season']),
    lineup: listOf(source['lineup'], 'players of the line-up', cuts).flatMap(readPlayer),
  }
}

/** The archive writes shirt numbers as texts (docs/contract.md#matches). */
function readPlayer(value: unknown): LineupPlayer[] {
  const player = asRecord(value)
  const name = foreignText(player['name'])
  if (name === null) return []
  return [
    {
      name,
      side: foreignText(player['side']),
      shirt:
        foreignText(player['shirt_number']) ?? asCount(player['shirt_number'])?.toString() ?? null,
      role: foreignText(player['role']),
      starter: player['starter'] === true,
      captain: player['captain'] === true,
    },
  ]
}

/** Parts of the video that are done, from `progress.stats`; null if they are not counted. */
export function readWindows(value: unknown): Progress['windows'] {
  const stats = asRecord(value)
  const total = asCount(stats['windows_total'])
  const done = asCount(stats['windows_done']) ?? asCount(stats['windows_processed'])
  return total === null || done === null || total === 0 || done > total ? null : { done, total }
}
