import t from 'tap'
import { startApp } from '../support/app.ts'
import { until } from '../support/process/greedy.ts'
import { json, READY_JOB, startUpstream, type Told } from '../support/service/upstream-server.ts'

const HTML = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
/** One that changes the job, and so many that wait for it (src/upstream/job-lock.ts). */
const MOST = 1 + 32

t.test('so many wait to change one job, and one more is told to come again', async (t) => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const upstream = await startUpstream(t, async (): Promise<Told> => {
    await held
    return json(READY_JOB)
  })
  const { ask, app } = await startApp(t, { API_BASE_URL: upstream.url })
  const press = () => ask('/api/jobs/j1/retry', { method: 'POST', headers: HTML, body: '' })
  const waiting = Array.from({ length: MOST }, press)
  await until(() => app.openRequests === MOST)
  const { status, headers, text } = await press()
  t.equal(status, 503)
  t.match(text, /Too many changes of this job are waiting/)
  t.match(headers['retry-after'], /^[1-9]/)
  t.equal(app.lockedJobs, 1)
  release()
  // The job has not failed, so there is nothing to try again: each of them was looked at.
  for (const answer of await Promise.all(waiting)) t.equal(answer.status, 409)
  t.equal(app.lockedJobs, 0)
})

t.test('ten presses of "Start analysis" start it once, without any fence', async (t) => {
  const upstream = await startUpstream(t)
  const { ask, app } = await startApp(t, { API_BASE_URL: upstream.url })
  const started: string[] = []
  upstream.always(() => {
    const status = started.length > 0 ? 'QUEUED' : 'READY_TO_ENQUEUE'
    return json({ ok: true, data: { ...READY_JOB.data, status } })
  })
  // The first start is under way until all have been pressed.
  upstream.on('POST /jobs/j1/enqueue', async ({ path }) => {
    await until(() => app.openRequests === 10 || started.length > 0)
    started.push(path)
    return json({ ok: true, data: {} })
  })
  const press = () => ask('/api/jobs/j1/enqueue', { method: 'POST', headers: HTML, body: '' })
  for (const { status } of await Promise.all(Array.from({ length: 10 }, press))) {
    t.equal(status, 303)
  }
  t.strictSame(started, ['/jobs/j1/enqueue'])
})
