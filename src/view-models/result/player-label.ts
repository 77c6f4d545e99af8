import type { Job } from '../../domain/job/job.ts'
import { isolated } from '../format.ts'

/** The player as a heading names them: `M. Bianchi (8)`, `Player 8`, or the beginning of the job id. */
export function playerLabel(job: Job): string {
  const { playerName, shirtNumber } = job.player
  if (playerName !== null) {
    const name = isolated(playerName)
    return shirtNumber === null ? name : `${name} (${shirtNumber})`
  }
  return shirtNumber === null ? `Job ${job.id.slice(0, 8)}` : `Player ${shirtNumber}`
}
