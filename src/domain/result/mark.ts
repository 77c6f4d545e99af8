import type { Job } from '../job/job.ts'
import { hashOf } from '../job/live-state.ts'
import type { ResultReading } from './result.ts'

/** A digest of a result's player and numbers. It changes with another player or with the numbers of another run. */
export function resultMark({ player }: Pick<Job, 'player'>, reading: ResultReading): string {
  const measures = 'measures' in reading ? reading.measures : []
  const numbers = measures.map(({ key, text }) => [key, text])
  return hashOf(JSON.stringify([reading.kind, player.playerName, player.shirtNumber, numbers]))
}
