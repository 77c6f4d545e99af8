import type { ArchiveMatch, ArchivePlayer } from '../domain/job/archive-match.ts'
import type { Urls } from '../urls.ts'
import { count, isolated, listed } from './format.ts'

/** What was read from the service's archive for the form of a new job. */
export interface ArchiveInput {
  /** Whether the service has an archive. */
  offered: boolean
  /** What was searched for; null if nothing was. */
  query: string | null
  found: ArchiveMatch[]
  /** Why the search failed; null if it did not. */
  trouble: string | null
  /** The match that was chosen. Only id and title are known if the archive did not answer. */
  match: ArchiveMatch | Pick<ArchiveMatch, 'id' | 'title' | 'lineup'> | null
  /** The player of the line-up that was chosen; `''` if none was. */
  playerId: string
}

/** `views/fragments/matches.eta`: the search. */
export interface MatchSearch {
  action: string
  query: string
  /** Null if nothing was searched for. */
  said: string | null
  found: { id: string; title: string; about: string; href: string }[]
}

/** `views/fragments/create/form.eta`: the chosen match, and the players to choose from. */
export interface ChosenMatch {
  id: string
  title: string
  action: string
  sides: { team: string; players: { id: string; name: string; chosen: boolean }[] }[]
  /** True if there are players and none is chosen yet. */
  asks: boolean
}

export function toMatchSearch(input: ArchiveInput, urls: Urls): MatchSearch | null {
  const { offered, query, found, trouble } = input
  if (!offered) return null
  const said = query === null ? null : (trouble ?? count(found.length, 'match', 'matches'))
  return {
    action: urls.home(),
    query: query ?? '',
    said,
    found: found.map((match) => ({
      id: match.id,
      title: isolated(match.title),
      about: aboutMatch(match),
      href: urls.withMatch(match.id),
    })),
  }
}

/** Null if the number cannot be the length of a match. */
function minutes(seconds: number): string | null {
  return seconds > 0 && seconds < 360_000 ? `${Math.ceil(seconds / 60)} min` : null
}

function aboutMatch({ home, away, competition, season, lengthSec }: ArchiveMatch): string {
  const teams = home !== null && away !== null ? `${isolated(home)} – ${isolated(away)}` : null
  const length = lengthSec === null ? null : minutes(lengthSec)
  return listed([teams, competition, season, length], ' · ')
}

export function toChosenMatch({ match, playerId }: ArchiveInput, urls: Urls): ChosenMatch | null {
  if (match === null) return null
  const sides = Map.groupBy(match.lineup, ({ team }) => team ?? 'Without a team')
  return {
    id: match.id,
    title: isolated(match.title),
    action: urls.home(),
    sides: [...sides].map(([team, players]) => ({
      team,
      players: players
        .toSorted((a, b) => (a.shirt ?? 100) - (b.shirt ?? 100))
        .map((player) => ({
          id: player.id,
          name: listed([player.shirt?.toString() ?? null, player.name, player.role]),
          chosen: player.id === playerId,
        })),
    })),
    asks: match.lineup.length > 0 && playerOf({ match, playerId }) === null,
  }
}

/** The fields of the form, from the player that was chosen in the line-up. */
export function lineupValues(input: ArchiveInput): Record<string, string> {
  const player = playerOf(input)
  if (player === null) return {}
  return {
    player_name: player.name,
    team_name: player.team ?? '',
    shirt_number: player.shirt?.toString() ?? '',
  }
}

function playerOf({ match, playerId }: Pick<ArchiveInput, 'match' | 'playerId'>) {
  return match?.lineup.find(({ id }): boolean => id === playerId) ?? (null as ArchivePlayer | null)
}
