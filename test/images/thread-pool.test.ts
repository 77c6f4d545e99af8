import { join } from 'node:path'
import t from 'tap'
import { writeLine } from '../../src/auth/files.ts'
import { hashPassword } from '../../src/auth/passwords.ts'
import { hashToken, makeToken } from '../../src/auth/tokens.ts'
import { basic, bearer, PASSWORD } from '../support/guarded-app.ts'
import { connectGreedy, until } from '../support/process/greedy.ts'
import { startProcess } from '../support/process/touchline-process.ts'
import { startUpstream } from '../support/service/upstream-server.ts'

const READ = '/api/jobs/j1'

t.test('with one thread, strangers who guess passwords stop nobody who is known', async (t) => {
  const folder = t.testdir({})
  const [passwords, tokens] = [join(folder, 'passwords'), join(folder, 'tokens')]
  const token = makeToken()
  // The cost of production: each check holds the only thread for a tenth of a second.
  await writeLine(passwords, 'anna', await hashPassword(PASSWORD))
  await writeLine(tokens, 'nightly', `read:${hashToken(token)}`)
  const upstream = await startUpstream(t)
  const touchline = await startProcess(t, {
    env: {
      UV_THREADPOOL_SIZE: '1',
      // A name is looked up by a thread too.
      API_BASE_URL: upstream.url.replace('127.0.0.1', 'localhost'),
      AUTH: 'basic',
      AUTH_PASSWORD_FILE: passwords,
      AUTH_TOKEN_FILE: tokens,
    },
  })
  const asScript = () => touchline.ask(READ, { headers: bearer(token) })
  const metric = async (series: string) => {
    const { text } = await touchline.ask('/metrics', { headers: bearer(token) })
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1],
    )
  }
  const strangers = await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      const { authorization } = basic('anna', `guess ${n}`)
      const wire = `GET ${READ} HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\n\r\n`
      const stranger = await connectGreedy(t, touchline.port, wire, `127.0.1.${n + 1}`)
      stranger.read()
      return stranger
    }),
  )
  await until(() => strangers.some((one) => one.answers().includes('"code":"SIGN_IN_BUSY"')))
  t.ok((await metric('touchline_password_checks_open')) > 0, 'checks are waiting')
  t.equal((await asScript()).status, 200)
  t.equal((await touchline.ask('/healthz')).status, 200)

  t.ok((await metric('touchline_turned_away_total{code="SIGN_IN_BUSY"}')) > 0)

  for (const { socket } of strangers) socket.destroy()
  await until(async () => (await metric('touchline_password_checks_open')) === 0)
  const anna = await touchline.ask(READ, { headers: basic('anna', PASSWORD) })
  t.equal(anna.status, 200, 'a right password is taken again')
  t.equal(touchline.errors(), '')
})
