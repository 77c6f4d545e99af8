import { closeSync, openSync } from 'node:fs'
import t from 'tap'
import { startProcess, type TouchlineProcess } from '../support/process/touchline-process.ts'
import { startUpstream } from '../support/service/upstream-server.ts'

const DROPPED = 'touchline_log_lines_dropped_total'

/** Changes are logged: each is a line of its own, made long by its address. */
async function writeLines(touchline: TouchlineProcess, count: number) {
  const path = `/api/jobs/${'j'.repeat(64)}/retry`
  for (let begun = 0; begun < count; begun += 100) {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => touchline.ask(path, { method: 'POST' })),
    )
    for (const { status } of answers) if (status !== 200) throw new Error(`answered ${status}`)
  }
}

t.test('a reader of the log that stops reading stops nothing', async (t) => {
  const upstream = await startUpstream(t)
  const env = { API_BASE_URL: upstream.url }
  const touchline = await startProcess(t, { env, stdout: 'pipe' })
  const { stdout } = touchline.child
  stdout!.pause()
  while ((await touchline.metric(DROPPED)) === 0) await writeLines(touchline, 500)
  t.equal((await touchline.ask('/healthz')).status, 200)
  t.ok((await touchline.metric(DROPPED)) > 0, 'dropped lines are counted')

  let text = ''
  stdout!.on('data', (data) => {
    text += data
  })
  stdout!.resume()
  while (!text.includes('log lines were dropped')) {
    await touchline.ask('/api/jobs/j1/retry', { method: 'POST' })
  }
  touchline.child.kill('SIGTERM')
  t.equal((await touchline.ended)[0], 0)
  for (const line of text.split('\n').slice(0, -1)) JSON.parse(line)
})

t.test('a terminal that is stopped stops nothing', async (t) => {
  const upstream = await startUpstream(t)
  const env = { API_BASE_URL: upstream.url }
  const touchline = await startProcess(t, { env, stdout: 'pipe', terminal: true })
  touchline.child.stdout!.pause()
  while ((await touchline.metric(DROPPED)) === 0) await writeLines(touchline, 500)
  t.equal((await touchline.ask('/healthz')).status, 200)
})

t.test('a reader of the log that leaves ends nothing', async (t) => {
  const upstream = await startUpstream(t)
  const touchline = await startProcess(t, { env: { API_BASE_URL: upstream.url }, stdout: 'pipe' })
  touchline.child.stdout!.destroy()
  await writeLines(touchline, 100)
  while ((await touchline.metric(DROPPED)) < 100) await writeLines(touchline, 100)
  t.equal((await touchline.ask('/healthz')).status, 200)
  touchline.child.kill('SIGTERM')
  t.equal((await touchline.ended)[0], 0)
})

t.test('a log on a full disk ends nothing', async (t) => {
  const full = openSync('/dev/full', 'w')
  t.teardown(() => closeSync(full))
  const upstream = await startUpstream(t)
  const touchline = await startProcess(t, { env: { API_BASE_URL: upstream.url }, stdout: full })
  await writeLines(touchline, 100)
  while ((await touchline.metric(DROPPED)) < 100) await writeLines(touchline, 100)
  t.equal((await touchline.ask('/healthz')).status, 200)
  t.equal(touchline.errors(), '')
  touchline.child.kill('SIGTERM')
  t.equal((await touchline.ended)[0], 0)
})
