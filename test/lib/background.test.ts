import t from 'tap'
import { startApp } from '../support/app.ts'

t.test('a fault in background work is logged and counted, and the process lives', async (t) => {
  const app = await startApp(t)
  const { background } = app.app
  background.run('at once', () => {
    throw new Error('sync')
  })
  background.run('later', async () => {
    throw new Error('async')
  })
  while (background.faults.size < 2) await new Promise((resolve) => setImmediate(resolve))
  const { text } = await app.ask('/metrics')
  t.match(text, 'touchline_background_faults_total{work="at once"} 1')
  t.match(text, 'touchline_background_faults_total{work="later"} 1')
  const lines = app.logged().filter(({ msg }) => msg === 'background work failed')
  t.strictSame(
    lines.map(({ work, err }) => [work, err.message]),
    [
      ['at once', 'sync'],
      ['later', 'async'],
    ],
  )
})

t.test('repeated work goes on after a fault, never twice at a time, until the close', async (t) => {
  const app = await startApp(t)
  const rounds: PromiseWithResolvers<void>[] = []
  let wake = () => {}
  app.app.background.every('rounds', 1, () => {
    const round = Promise.withResolvers<void>()
    rounds.push(round)
    wake()
    return round.promise
  })
  const nextRound = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })
  await nextRound()
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setTimeout(resolve, 1))
  t.equal(rounds.length, 1, 'one at a time')
  const second = nextRound()
  rounds[0]?.reject(new Error('fault'))
  await second
  t.equal(app.app.background.faults.get('rounds'), 1)
  rounds[1]?.resolve()
  await app.close()
  const after = rounds.length
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setTimeout(resolve, 1))
  t.ok(rounds.length - after <= 0, 'none after the close')
})
