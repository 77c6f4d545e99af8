import type { FastifyInstance } from 'fastify'
import { type ClubOfResult, hasCohort } from '../../domain/club/of-result.ts'
import { ratingOf } from '../../domain/club/rating.ts'
import type { Job } from '../../domain/job/job.ts'
import type { JobResult, ResultReading } from '../../domain/result/result.ts'
import { orNull } from '../../lib/within.ts'

/** The page of a result waits this long for the club, milliseconds. */
const BESIDE_MS = 500

/** What the club adds to a result that was read in full; null if there is no list at present. */
export async function clubOfResult(
  app: FastifyInstance,
  job: Job,
  reading: ResultReading,
): Promise<ClubOfResult | null> {
  if (app.club.standing !== 'open' || !('measures' in reading)) return null
  const rating = ratingOf(job, reading)
  const isComparable = rating !== null && hasCohort(rating)
  const found = await orNull(
    Promise.all([isComparable ? app.club.cohort(rating) : null, app.club.notes(job.id)]),
    BESIDE_MS,
  )
  return found && { rating, cohort: found[0], notes: found[1] }
}

/** The same for results side by side. For a result alone its own page says this. */
export async function withClubs<T extends JobResult>(
  app: FastifyInstance,
  players: readonly T[],
): Promise<(T & { club: ClubOfResult | null })[]> {
  const several = players.length > 1
  return Promise.all(
    players.map(async (player) => ({
      ...player,
      club: several ? await clubOfResult(app, player.job, player.reading) : null,
    })),
  )
}
