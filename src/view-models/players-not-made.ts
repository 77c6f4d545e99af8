import type { PlayerLine } from '../domain/forms/player-lines.ts'
import { count, isolated } from './format.ts'
import type { Problem } from './problem/problem.ts'

export interface NotMade {
  player: PlayerLine
  /**
   * Why the job was not begun. `unsure`: nobody knows whether the job before it was created. `late`: the time was over.
   * `away`: the service could not be used for the job before it.
   */
  why: Problem | 'unsure' | 'late' | 'away'
}

/** Players whose jobs were not created, or may not have been created. */
export interface PlayersNotMade {
  title: string
  jobs: { name: string; why: string; quote: string | null }[]
}

export function playersNotMade(all: readonly NotMade[], what: string): PlayersNotMade | null {
  return all.length === 0
    ? null
    : { title: `${count(all.length, 'job')} ${what}`, jobs: all.map(toNotMade) }
}

const NOT_BEGUN = {
  unsure: 'It was not tried, because it is not known whether the one before it was created.',
  late: 'It was not tried, because the others took a minute.',
  away: 'It was not tried, because the service could not be used for the one before it.',
}

function toNotMade({ player, why }: NotMade) {
  const name = isolated(player.name)
  if (typeof why === 'string') return { name, why: NOT_BEGUN[why], quote: null }
  return { name, why: why.title, quote: why.quote }
}
