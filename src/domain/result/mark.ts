import type { Job } from '../job/job.ts'
import { hashOf } from '../job/live-state.ts'
import type { ResultReading } from './result.ts'

/** Names a result by its player and its numbers: another run, or another player, has another one. */
export function resultMark({ player }: Pick<Job, 'player'>, reading: ResultReading): string {
  const measures = 'measures' in reading ? reading.measures : []
  const numbers = measures.map(({ key, text }) => [key, text])
  return hashOf(JSON.stringify([reading.kind, player.playerName, player.shirtNumber, numbers]))
}
