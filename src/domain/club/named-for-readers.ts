import type { Job } from '../job/job.ts'

/**
 * Gives each job of a link its own name. Analysts tell players with the same name apart by the id of the job. Readers
 * of a link see no id, so they get a number instead.
 */
export function namedForReaders(jobs: readonly Job[]): Job[] {
  const called = jobs.map(({ player: { playerName, shirtNumber } }) =>
    JSON.stringify([playerName, shirtNumber]),
  )
  return jobs.map((job, at) => {
    const { playerName, shirtNumber } = job.player
    const alike = called.flatMap((one, place) => (one === called[at] ? [place] : []))
    const nth = alike.length > 1 ? `, analysis ${alike.indexOf(at) + 1}` : ''
    if (nth === '' && (playerName !== null || shirtNumber !== null)) return job
    return { ...job, player: { ...job.player, playerName: `${playerName ?? 'Player'}${nth}` } }
  })
}
