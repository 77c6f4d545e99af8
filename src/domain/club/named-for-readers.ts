import type { Job } from '../job/job.ts'

/**
 * The jobs of a link, each under a name of its own: where analysts tell players apart by the id of the job, readers of
 * a link, who are shown no id, get a number.
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
