import type { Job } from '../../domain/job/job.ts'
import { isolated } from '../format.ts'

/** The player's label for a file, without the invisible marks that keep directions of writing apart. */
export function plainLabel(job: Job): string {
  const { playerName, shirtNumber } = job.player
  if (playerName === null) return playerLabel(job)
  return shirtNumber === null ? playerName : `${playerName} (${shirtNumber})`
}

/** Labels of several jobs: two runs of one player are told apart by the job. */
export function distinctLabels(jobs: readonly Job[], labelOf = playerLabel): string[] {
  const labels = jobs.map((job) => labelOf(job))
  return jobs.map((job, index) => {
    const label = labels[index] ?? ''
    const twice = labels.indexOf(label) !== labels.lastIndexOf(label)
    return twice ? `${label}, job ${job.id.slice(0, 8)}` : label
  })
}

/** The player as a heading names them: `M. Bianchi (8)`, `Player 8`, or the beginning of the job id. */
export function playerLabel(job: Job): string {
  const { playerName, shirtNumber } = job.player
  if (playerName !== null) {
    const name = isolated(playerName)
    return shirtNumber === null ? name : `${name} (${shirtNumber})`
  }
  return shirtNumber === null ? `Job ${job.id.slice(0, 8)}` : `Player ${shirtNumber}`
}
