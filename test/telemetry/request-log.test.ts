import { spawnSync } from 'node:child_process'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { ROOT } from '../support/process/start-command.ts'
import { json, startUpstream } from '../support/service/upstream-server.ts'

/** What each level tells of a read, a read with an id, a failed read and a change. */
const TOLD = {
  debug: ['GET 200', 'GET 200 found', 'GET 404', 'POST 200'],
  info: ['GET 200 found', 'GET 404', 'POST 200'],
  warn: [],
}

for (const [level, expected] of Object.entries(TOLD)) {
  t.test(`at ${level}, ${expected.length} of four requests get their line`, async (t) => {
    const upstream = await startUpstream(t)
    const { ask, logged, close } = await startApp(t, {
      API_BASE_URL: upstream.url,
      LOG_LEVEL: level,
    })
    await ask('/api/jobs/j1?secret=1')
    await ask('/api/jobs/j1?secret=2', { headers: { 'x-request-id': 'found' } })
    upstream.always(json({ ok: false }, 404))
    await ask('/api/jobs/j1')
    upstream.always(json({ ok: true }))
    await ask('/api/jobs/j1/retry', { method: 'POST' })
    await close()
    const lines = logged().filter(({ msg }) => msg === 'answered')
    t.strictSame(
      lines.map(({ method, status, reqId }) =>
        `${method} ${status} ${reqId === 'found' ? reqId : ''}`.trim(),
      ),
      expected,
    )
    t.notMatch(JSON.stringify(lines), 'secret')
  })
}

t.test('a line has what a reader of the log looks for, and nothing that is not so', async (t) => {
  const upstream = await startUpstream(t)
  const { ask, logged, close } = await startApp(t, { API_BASE_URL: upstream.url })
  const before = Date.now()
  await ask('/api/jobs/j%221/retry', { method: 'POST', headers: { 'x-request-id': 'r"1' } })
  await close()
  const { time, pid, hostname, ms, ...line } = logged().find(({ msg }) => msg === 'answered')
  t.ok(time >= before && time <= Date.now())
  t.ok(Number.isInteger(ms) && ms >= 0)
  const start = logged().find(({ msg }) => String(msg).startsWith('Server listening'))
  t.same({ pid, hostname }, { pid: start.pid, hostname: start.hostname }, 'as other lines')
  t.strictSame(line, {
    level: 30,
    reqId: 'r"1',
    method: 'POST',
    path: '/api/jobs/j%221/retry',
    status: 400,
    remoteAddress: '127.0.0.1',
    code: 'INVALID_JOB_ID',
    job: 'j"1',
    action: 'retry',
    msg: 'answered',
  })
})

t.test('a process that ends on the spot leaves the lines of all that it answered', async (t) => {
  const script = `
    import { buildApp } from './src/app.ts'
    import { readConfig } from './src/config/index.ts'
    const app = await buildApp(readConfig({ DATABASE_URL: 'off' }))
    const origin = await app.listen({ port: 0, host: '127.0.0.1' })
    for (const id of ['a', 'b']) {
      const answer = await fetch(origin + '/api/jobs/j1', { headers: { 'x-request-id': id } })
      await answer.text()
    }
    process.exit(0)`
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--input-type=module-typescript', '--eval', script],
    { cwd: ROOT, encoding: 'utf8' },
  )
  t.equal(status, 0)
  const lines = stdout.trim().split('\n')
  const ids = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered')
  t.strictSame(
    ids.map(({ reqId }) => reqId),
    ['a', 'b'],
  )
})
