import t from 'tap'
import { Places } from '../../src/lib/places.ts'

const never = new AbortController().signal
const busy = () => new Error('busy')

/** Asks for a place; `state` says what became of it. */
function ask(places: Places, client: string, signal = never) {
  const asked = { client, state: 'waiting', release: () => {} }
  places.take(client, signal).then(
    (release) => Object.assign(asked, { state: 'holds', release }),
    (error) => Object.assign(asked, { state: error.message }),
  )
  return asked
}
const settled = () => new Promise(setImmediate)

t.test('a client holds at most its share, and another finds a place', async (t) => {
  const places = new Places({ atOnce: 4, atOnceOfOne: 3, waiting: 10, busy })
  const greedy = Array.from({ length: 6 }, () => ask(places, 'greedy'))
  const modest = ask(places, 'modest')
  await settled()
  t.strictSame(
    greedy.map(({ state }) => state),
    ['holds', 'holds', 'holds', 'waiting', 'waiting', 'waiting'],
  )
  t.equal(modest.state, 'holds')
  t.equal(places.size, 7)
})

t.test(
  'a free place goes to the client that holds the fewest, then to the longest waiting',
  async (t) => {
    const places = new Places({ atOnce: 2, atOnceOfOne: 2, waiting: 10, busy })
    const [a1, a2, a3] = ['a', 'a', 'a'].map((client) => ask(places, client))
    const [b1, c1] = ['b', 'c'].map((client) => ask(places, client))
    await settled()
    a1!.release()
    await settled()
    t.strictSame(
      [a3, b1, c1].map((one) => one!.state),
      ['waiting', 'holds', 'waiting'],
    )
    a2!.release()
    await settled()
    t.strictSame(
      [a3, c1].map((one) => one!.state),
      ['holds', 'waiting'],
    )
    b1!.release()
    b1!.release()
    await settled()
    t.equal(c1!.state, 'holds')
    t.equal(places.size, 2, 'a place is given back once')
  },
)

t.test('where too many wait, the client with the most of them loses its newest', async (t) => {
  const places = new Places({ atOnce: 1, atOnceOfOne: 1, waiting: 3, busy })
  const holder = ask(places, 'holder')
  const greedy = ['greedy', 'greedy', 'greedy', 'greedy'].map((client) => ask(places, client))
  const modest = ask(places, 'modest')
  await settled()
  t.strictSame(
    greedy.map(({ state }) => state),
    ['waiting', 'waiting', 'busy', 'busy'],
  )
  t.equal(modest.state, 'waiting')
  const others = ['x', 'y'].map((client) => ask(places, client))
  await settled()
  t.strictSame(
    others.map(({ state }) => state),
    ['waiting', 'busy'],
    'all have one',
  )
  t.equal(greedy[1]!.state, 'busy')
  holder.release()
  await settled()
  t.equal(greedy[0]!.state, 'holds')
})

t.test('who leaves takes no place', async (t) => {
  const places = new Places({ atOnce: 1, atOnceOfOne: 1, waiting: 3, busy })
  const holder = ask(places, 'a')
  const leaving = new AbortController()
  const gone = ask(places, 'b', leaving.signal)
  const next = ask(places, 'c')
  leaving.abort(new Error('gone'))
  await settled()
  t.equal(gone.state, 'gone')
  t.equal(ask(places, 'd', leaving.signal).state, 'waiting')
  await settled()
  t.equal(places.size, 2)
  holder.release()
  await settled()
  t.equal(next.state, 'holds')
  next.release()
  t.equal(places.size, 0)
})
