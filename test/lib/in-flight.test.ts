import t from 'tap'
import { createInFlight } from '../../src/lib/in-flight.ts'

/** Work that ends when it is told to, and the signals that it was given. */
function told() {
  const signals: AbortSignal[] = []
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const work = (signal: AbortSignal) => {
    signals.push(signal)
    return promise
  }
  return { work, signals, resolve, reject }
}

t.test('all who want the same at the same time share one piece of work', async (t) => {
  const flights = createInFlight<string>()
  const { work, signals, resolve } = told()
  const all = [1, 2, 3].map(() => flights.join('a', new AbortController().signal, work))
  all.push(flights.join('a', undefined, work))
  resolve('done')
  t.strictSame(await Promise.all(all), ['done', 'done', 'done', 'done'])
  t.equal(signals.length, 1)
  await flights.join('a', undefined, work)
  t.equal(signals.length, 2, 'who comes later begins anew')
})

t.test('who leaves ends it for nobody, and the last who leaves ends it', async (t) => {
  const flights = createInFlight<string>()
  const { work, signals } = told()
  const clients = [new AbortController(), new AbortController()]
  const all = clients.map(({ signal }) => flights.join('a', signal, work))
  clients[0]!.abort(new Error('gone'))
  await t.rejects(all[0]!, { message: 'gone' })
  t.equal(signals[0]!.aborted, false)
  clients[1]!.abort(new Error('gone too'))
  await t.rejects(all[1]!, { message: 'gone too' })
  t.equal(signals[0]!.aborted, true)
})

t.test('who joins without a signal never leaves', async (t) => {
  const flights = createInFlight<string>()
  const { work, signals, resolve } = told()
  const client = new AbortController()
  const leaving = flights.join('a', client.signal, work)
  const staying = flights.join('a', undefined, work)
  client.abort(new Error('gone'))
  await t.rejects(leaving, { message: 'gone' })
  t.equal(signals[0]!.aborted, false)
  resolve('done')
  t.equal(await staying, 'done')
})

t.test('a failure is everybody’s, and is not kept', async (t) => {
  const flights = createInFlight<string>()
  const { work, reject } = told()
  const all = [flights.join('a', undefined, work), flights.join('a', undefined, work)]
  reject(new Error('failed'))
  for (const one of all) await t.rejects(one, { message: 'failed' })
  t.equal(await flights.join('a', undefined, async () => 'anew'), 'anew')
})
