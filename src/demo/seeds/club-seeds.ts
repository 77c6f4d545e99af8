import { BUCKET } from '../http/signing.ts'
import { type Seed, videoKey } from '../job-store.ts'
import { simulateMatch } from '../run/simulation.ts'
import { done, finished } from './recorded-seeds.ts'
import { chosen, seedId, seedJob, wearsNumber } from './seed-steps.ts'

/** The number of the first of these jobs. The others follow. */
const FIRST = 60

const STRIKERS = [
  'B. Silva',
  'C. Weber',
  'F. Moretti',
  'G. Novak',
  'H. Aydin',
  'I. Santos',
  'N. Dubois',
  'R. Eriksen',
  'U. Balogun',
  'V. Popescu',
  'W. Mensah',
]

/** Rated strikers beside the one of the usual jobs: with them a result can be compared with those of a club. */
export function clubSeeds(now: number): Seed[] {
  return STRIKERS.map((name, index) => {
    const nn = FIRST + index
    const steps = [
      ...chosen,
      finished({ isValidated: true }),
      done('Analysis completed'),
      wearsNumber,
    ]
    return seedJob(nn, now, steps, () => simulateMatch(seedId(nn), 'grass'), {
      ...{ role: 'Striker', category: 'Senior' },
      source: { kind: 'key', bucket: BUCKET, key: videoKey(seedId(nn)) },
      player: { team_name: 'Union 04', player_name: name, shirt_number: 20 + index },
    })
  })
}

export function clubIds(): string[] {
  return STRIKERS.map((_, index) => seedId(FIRST + index))
}
