import t from 'tap'
import { livesOf } from '../../../src/domain/track/lives.ts'
import { type Simulated, simulate, type Truth } from './simulated.ts'

const MATCHES = 200
/** The rules were set on others ("tune 0" to "tune 99"). */
const seedOf = (index: number) => `match ${index}`

/** How many of how many. */
type Share = [some: number, all: number]

interface Tally {
  sound: Share
  /** Swapped tracks, by what tells the second person from the first. */
  otherShirt: Share
  tooFar: Share
  unseen: Share
  /** The second person is on one frame alone. */
  once: Share
  grouped: Share
}

function count(tally: Share, isOne: boolean) {
  tally[1] += 1
  if (isOne) tally[0] += 1
}

function kindOf({ people, otherShirt, tooFar }: Truth): Exclude<keyof Tally, 'grouped'> {
  if (people.length === 1) return 'sound'
  if (people[1]![1] < 2) return 'once'
  if (otherShirt) return 'otherShirt'
  return tooFar ? 'tooFar' : 'unseen'
}

/**
 * How many tracks are in the group of their shirt: the one that most tracks in that shirt are in, if these are also
 * most of that group.
 */
function countGrouped(simulated: Simulated, groups: ReadonlyMap<number, number>, tally: Share) {
  const tracks = simulated.truth.flatMap(({ trackId, people }) => {
    const group = groups.get(trackId)
    const shirt = simulated.shirts.get(trackId)!
    return people.length > 1 || group === undefined ? [] : [{ shirt, group: String(group) }]
  })
  const most = (values: string[]) =>
    [...new Set(values)].sort(
      (a, b) => values.filter((one) => one === b).length - values.filter((one) => one === a).length,
    )[0]
  for (const { shirt, group } of tracks) {
    const own = most(tracks.filter((one) => one.shirt === shirt).map((one) => one.group))
    const main = most(tracks.filter((one) => one.group === group).map((one) => one.shirt))
    count(tally, own === group && main === shirt)
  }
}

const words = ([some, all]: Share) => `${some} of ${all}, ${((100 * some) / all).toFixed(1)} %`

t.test(
  'on 200 simulated matches the doubts find the swaps that leave a trace, and few sound tracks',
  async (t) => {
    const none = (): Share => [0, 0]
    const tally: Tally = {
      sound: none(),
      otherShirt: none(),
      tooFar: none(),
      unseen: none(),
      once: none(),
      grouped: none(),
    }
    for (let index = 0; index < MATCHES; index += 1) {
      // Every second match has swaps, one to three.
      const simulated = simulate(seedOf(index), index % 2 === 0 ? 1 + ((index / 2) % 3) : 0)
      const lives = livesOf(simulated.frames, simulated.shirtAt)
      for (const truth of simulated.truth) {
        count(tally[kindOf(truth)], lives.of.get(truth.trackId)!.doubts.length > 0)
      }
      const groups = [...lives.of].flatMap(([trackId, { shirt }]): [number, number][] =>
        shirt === null ? [] : [[trackId, shirt]],
      )
      countGrouped(simulated, new Map(groups), tally.grouped)
    }
    t.comment(`seeds "${seedOf(0)}" to "${seedOf(MATCHES - 1)}"`)
    for (const [name, share] of Object.entries(tally)) t.comment(`${name}: ${words(share)}`)
    const rate = ([some, all]: Share) => some / all
    t.ok(tally.sound[1] > 2000 && tally.otherShirt[1] > 80, 'there is something to find')
    t.ok(rate(tally.otherShirt) >= 0.98, `swaps to another shirt: ${words(tally.otherShirt)}`)
    t.ok(rate(tally.sound) <= 0.015, `sound tracks: ${words(tally.sound)}`)
    t.ok(rate(tally.grouped) >= 0.99, `tracks in the group of their shirt: ${words(tally.grouped)}`)
    t.ok(
      rate(tally.unseen) < 0.5,
      'a swap in one shirt within reach leaves no trace: who finds many of them marks by chance',
    )
  },
)
