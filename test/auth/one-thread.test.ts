import { join } from 'node:path'
import t from 'tap'
import { writeLine } from '../../src/auth/files.ts'
import { hashPassword } from '../../src/auth/passwords.ts'
import { basic, PASSWORD } from '../support/guarded-app.ts'
import { connectGreedy, until } from '../support/process/greedy.ts'
import { startProcess } from '../support/process/touchline-process.ts'

t.test('with one thread for slow work, strangers hold nobody up who is known', async (t) => {
  const passwords = join(t.testdir({}), 'passwords')
  await writeLine(passwords, 'anna', await hashPassword(PASSWORD))
  const touchline = await startProcess(t, {
    env: { UV_THREADPOOL_SIZE: '1', AUTH: 'basic', AUTH_PASSWORD_FILE: passwords },
  })
  const headers = basic('anna', PASSWORD)
  const ask = (path: string) => touchline.ask(path, { headers })
  const page = await ask('/')
  const [, css] = /href="(\/assets\/[^"]+\.css)"/.exec(page.text) ?? []
  t.ok(css)
  const open = async () => {
    const { text } = await ask('/metrics')
    return Number(/^touchline_password_checks_open (\d+)/m.exec(text)?.[1])
  }

  const strangers = await Promise.all(
    Array.from({ length: 150 }, async (_, n) => {
      const { authorization } = basic('anna', `guess ${n}`)
      const wire = `GET / HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\n\r\n`
      return connectGreedy(t, touchline.port, wire, `127.0.1.${1 + (n % 15)}`)
    }),
  )
  await until(async () => (await open()) > 20)
  // Compressed for the first time, in the thread that checks passwords.
  t.equal((await ask(css!)).status, 200)
  t.equal((await ask('/')).status, 503, 'API_BASE_URL is not set, and the page says so')
  t.ok((await open()) > 0, 'strangers are still being checked')
  for (const { socket } of strangers) socket.destroy()
  await until(async () => (await open()) === 0)
})
