import t from 'tap'
import { startProcess } from './support/process/start-process.ts'
import { closedPort } from './support/service/fault-server.ts'
import { json, startUpstream } from './support/service/upstream-server.ts'

t.test('the process writes every line of its log, and ends when it is told to', async (t) => {
  const upstream = await startUpstream(t)
  const port = await closedPort()
  const env = { PORT: String(port), API_BASE_URL: upstream.url }
  const { child, lines, ended, until } = startProcess(t, env)
  await until('Server listening')
  const changes = Array.from({ length: 200 }, (_, i) =>
    fetch(`http://127.0.0.1:${port}/api/jobs/j1/retry`, {
      method: 'POST',
      headers: { 'x-request-id': `change-${i}` },
    }),
  )
  for (const answer of await Promise.all(changes)) t.equal(answer.status, 200)
  child.kill('SIGTERM')
  t.equal((await ended)[0], 0)
  const told = lines().map((line) => JSON.parse(line))
  const ids = told.filter(({ msg }) => msg === 'answered').map(({ reqId }) => reqId)
  t.equal(new Set(ids).size, 200)
  t.equal(ids.length, 200)
  t.match(
    told.find(({ reqId }) => reqId === 'change-7'),
    { method: 'POST', path: '/api/jobs/j1/retry', status: 200, action: 'retry', job: 'j1' },
  )
})

/** An upstream whose job `slow` is answered when the test says so. */
async function slowUpstream(t: Parameters<typeof startUpstream>[0]) {
  const [asked, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const upstream = await startUpstream(t, async ({ path }) => {
    if (!path.startsWith('/jobs/slow')) return json({ ok: true })
    asked.resolve()
    await release.promise
    return json({ ok: true, data: 'whole' })
  })
  return { url: upstream.url, asked: asked.promise, release: release.resolve }
}

/** Until the process has heard that it shall end. */
async function untilDraining(port: number) {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null)
    if (answer === null || answer.status === 503) return
  }
}

t.test('a signal to npm start ends the server, which finishes what is in flight', async (t) => {
  const upstream = await slowUpstream(t)
  const port = await closedPort()
  const env = {
    PORT: String(port),
    API_BASE_URL: upstream.url,
    npm_config_update_notifier: 'false',
  }
  const { child, until, ended } = startProcess(t, env, [], ['npm', 'start'])
  await until('Server listening')
  const answer = fetch(`http://127.0.0.1:${port}/api/jobs/slow`)
  await upstream.asked
  child.kill('SIGTERM')
  await untilDraining(port)
  upstream.release()
  t.match(await (await answer).text(), 'whole')
  // Standard output ends when the last process that holds it has ended.
  await ended
  await t.rejects(fetch(`http://127.0.0.1:${port}/healthz`))
})

t.test('one signal that comes twice, from a terminal and from npm, cuts nothing', async (t) => {
  const upstream = await slowUpstream(t)
  const port = await closedPort()
  const { child, until, ended } = startProcess(t, {
    PORT: String(port),
    API_BASE_URL: upstream.url,
  })
  await until('Server listening')
  const answer = fetch(`http://127.0.0.1:${port}/api/jobs/slow`)
  await upstream.asked
  child.kill('SIGINT')
  await untilDraining(port)
  child.kill('SIGTERM')
  upstream.release()
  t.equal((await answer).status, 200)
  t.equal((await ended)[0], 0)
})

t.test('the first lines name the address that works, and settings that are misspelt', async (t) => {
  const port = await closedPort()
  const env = { PORT: String(port), BASE_PATH: '/desk/', API_BASEURL: 'http://a.test' }
  const { child, lines, until, ended } = startProcess(t, env)
  await until('Server listening')
  const address = /http:\S+(?=")/.exec(lines()[0] ?? '')?.[0] ?? ''
  t.equal(address, `http://127.0.0.1:${port}/desk/`)
  t.equal((await fetch(`${address}healthz`)).status, 200)
  child.kill('SIGTERM')
  await ended
  t.match(lines().join('\n'), 'API_BASEURL is set, but is no setting. Is API_BASE_URL meant?')
})
