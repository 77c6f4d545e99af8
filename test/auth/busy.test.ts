import { createHook } from 'node:async_hooks'
import t, { type Test } from 'tap'
import { hashPassword } from '../../src/auth/passwords.ts'
import { basic, guarded, PASSWORD } from '../support/guarded-app.ts'
import { connectGreedy, until } from '../support/process/greedy.ts'

const READ = '/api/jobs/j1'
const signIn = (name: string, password: string) =>
  `GET ${READ} HTTP/1.1\r\nhost: localhost\r\nauthorization: ${basic(name, password).authorization}\r\n\r\n`

/** Touchline where a check costs what it costs in production; anna is remembered, ben is not. */
async function startSlow(t: Test) {
  const people = { anna: await hashPassword(PASSWORD), ben: await hashPassword(PASSWORD) }
  const door = await guarded(t, {}, Date.now, people)
  t.equal((await door.ask(READ, { headers: basic('anna', PASSWORD) })).status, 200)
  const checks = door.app.passwordChecks!
  const from = (n: number) => `127.0.1.${n + 1}`
  return {
    ...door,
    checks,
    /** Strangers, each from an address of its own. */
    strangers: (count: number) =>
      Promise.all(
        Array.from({ length: count }, async (_, n) => {
          const client = await connectGreedy(t, door.port, signIn('anna', `guess ${n}`), from(n))
          client.read()
          return client
        }),
      ),
  }
}

t.test(
  'few passwords are checked at a time, some wait, and more are told to come again',
  async (t) => {
    const { app, checks, strangers, ask } = await startSlow(t)
    const before = checks.derived
    const clients = await strangers(60)
    await until(() => clients.filter((client) => client.answers().includes(' 503 ')).length > 0)
    const refused = clients.find((client) => client.answers().includes(' 503 '))!.answers()
    t.match(refused, /"code":"SIGN_IN_BUSY"/)
    t.match(refused, /retry-after: 2\r\n/i)
    t.ok(checks.open <= 34, `${checks.open} are open`)

    const css = `/assets/${app.assetVersion}/css/base.css`
    const answer = await ask(css, { headers: basic('anna', PASSWORD) })
    t.equal(answer.status, 200)
    t.ok(checks.open > 0, 'whoever is known waits for no check of a stranger')

    for (const { socket } of clients) socket.destroy()
    await until(() => checks.open === 0)
    t.ok(checks.derived - before < 34, 'checks whose client has left are not made')
  },
)

t.test('a client with many tries keeps nobody else waiting', async (t) => {
  const { checks, ask, port } = await startSlow(t)
  const guesses = Array.from({ length: 10 }, (_, n) =>
    connectGreedy(t, port, signIn('anna', `guess ${n}`), '127.0.1.1'),
  )
  await Promise.all(guesses)
  await until(() => checks.open >= 5)
  t.equal((await ask(READ, { headers: basic('ben', PASSWORD) })).status, 200)
  t.ok(checks.open > 0, 'ben was not behind the others')
})

t.test('two passwords are checked at a time, one for each client', async (t) => {
  const { checks, port } = await startSlow(t)
  const running = new Set<number>()
  let most = 0
  const hook = createHook({
    init(id, type) {
      if (type === 'SCRYPTREQUEST') most = Math.max(most, running.add(id).size)
    },
    before: (id) => void running.delete(id),
  }).enable()
  t.teardown(() => hook.disable())
  const guess = (n: number, from: string) =>
    connectGreedy(t, port, signIn('anna', `guess ${from} ${n}`), from)
  for (const [clients, expected] of [
    [['127.0.1.1'], 1],
    [['127.0.1.2', '127.0.1.3', '127.0.1.4'], 2],
  ] as const) {
    most = 0
    const before = checks.derived
    await Promise.all(clients.flatMap((from) => [1, 2].map((n) => guess(n, from))))
    await until(() => checks.derived === before + 2 * clients.length && checks.open === 0)
    t.equal(most, expected, `${clients.length} clients`)
  }
})

t.test('tries that nobody has looked at do not count', async (t) => {
  const { checks, port } = await startSlow(t)
  const clients = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      connectGreedy(t, port, signIn('anna', `guess ${n}`), '127.0.1.1'),
    ),
  )
  await until(() => checks.open >= 5)
  for (const { socket } of clients) socket.destroy()
  await until(() => checks.open === 0)
  const client = await connectGreedy(t, port, signIn('ben', PASSWORD), '127.0.1.1')
  client.read()
  await until(() => client.answers().includes('\r\n\r\n'))
  t.match(client.answers(), /^HTTP\/1\.1 200 /)
})
