import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { ExchangeError } from '../../src/plugins/upstream/exchange.ts'
import { NoPlaceInTimeError, Places } from '../../src/plugins/upstream/places.ts'
import { EndingSignal } from '../../src/plugins/upstream/signal.ts'

const LONG = 60_000
const limits = { all: 4, ofJob: 3, waiting: 3 }

t.test('one job never takes all places, and who comes first goes first', async (t) => {
  const places = new Places(limits)
  const began: string[] = []
  const enter = async (job: string, name: string) => {
    await places.enter(job, undefined, LONG)
    began.push(name)
  }
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2'].map((name) => enter(name[0]!, name))
  await turn()
  t.strictSame(began, ['a1', 'a2', 'a3', 'b1'])
  places.leave('b')
  await turn()
  t.strictSame(began.slice(4), ['b2'], 'a4 waits for its own job')
  places.leave('a')
  await turn()
  t.strictSame(began.slice(5), ['a4'])
  await Promise.all(all)
})

t.test('more than so many do not wait', async (t) => {
  const places = new Places(limits)
  for (let i = 0; i < 3; i += 1) t.equal(places.enter('a', undefined, LONG), null)
  const waiting = [1, 2, 3].map(() => places.enter('a', undefined, LONG))
  t.throws(() => places.enter('a', undefined, LONG), { code: 'UPSTREAM_BUSY', statusCode: 503 })
  t.equal(places.enter('b', undefined, LONG), null, 'a free place is not waited for')
  for (let i = 0; i < 3; i += 1) places.leave('a')
  await Promise.all(waiting)
})

t.test('who leaves, or has waited in vain, takes no place and stands in no way', async (t) => {
  const places = new Places({ all: 1, ofJob: 1, waiting: 9 })
  places.enter('a', undefined, LONG)
  const signal = new EndingSignal()
  const left = places.enter('b', signal, LONG)!
  const late = places.enter('c', undefined, 1)
  const last = places.enter('d', undefined, LONG)
  signal.abort()
  await t.rejects(left, ExchangeError)
  const error = await late?.catch((error) => error)
  t.ok(error instanceof ExchangeError && error.cause instanceof NoPlaceInTimeError)
  t.notOk(error.sent)
  places.leave('a')
  await last
  places.leave('d')
  t.equal(places.enter('e', undefined, LONG), null)
})

t.test('who leaves at the moment of its turn still gives the place back', async (t) => {
  const places = new Places({ all: 1, ofJob: 1, waiting: 9 })
  places.enter('a', undefined, LONG)
  const signal = new EndingSignal()
  const turnOfB = places.enter('b', signal, LONG)
  const turnOfC = places.enter('c', undefined, LONG)
  places.leave('a')
  signal.abort()
  await turnOfB
  places.leave('b')
  await turnOfC
  t.pass()
})
