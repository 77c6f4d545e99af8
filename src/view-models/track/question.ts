import type { Job } from '../../domain/job/job.ts'
import { listed, numberWords } from '../format.ts'

/** Asks for the player that the job is about, and never guesses one. */
export function playerQuestion({
  player: { playerName, shirtNumber },
}: Pick<Job, 'player'>): string {
  const who = listed([playerName, numberWords(shirtNumber)])
  return who === '' ? 'Which track is the player?' : `Which one is ${who}?`
}

/** Who a result will be filed under: name, number and team, as far as they are known. */
export function filedAs({ player }: Pick<Job, 'player'>): string {
  const { playerName, shirtNumber, teamName } = player
  const who = listed([playerName, numberWords(shirtNumber), teamName])
  return who === '' ? 'a player without a name' : who
}
