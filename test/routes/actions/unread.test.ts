import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { json, READY_JOB, startUpstream } from '../../support/service/upstream-server.ts'

// An action, after which the service tells nothing of the job: what is known of the action is said all the same.

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const AS_FRAGMENT = { ...FORM, accept: '*/*', 'hx-request': 'true' }
const AS_PAGE = { ...FORM, accept: 'text/html' }

/** A service that takes the start, answers it as told, and is away from then on. */
async function startTheJob(t: Test, headers: Record<string, string>, answered: boolean) {
  let starts = 0
  const upstream = await startUpstream(t, (_seen, response) => {
    if (starts === 0) return json(READY_JOB)
    response.socket?.resetAndDestroy()
    return null
  })
  upstream.on('POST /jobs/j1/enqueue', (_seen, response) => {
    starts += 1
    if (answered) return json({ ok: true, data: { ...READY_JOB.data, status: 'QUEUED' } })
    response.socket?.resetAndDestroy()
    return null
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const answer = await ask('/api/jobs/j1/enqueue', { method: 'POST', headers, body: '' })
  t.equal(starts, 1, 'sent once')
  return answer
}

const BESIDE = { 'hx-retarget': '#flow-problem', 'hx-reswap': 'innerHTML' }

for (const [as, headers] of [
  ['fragment', AS_FRAGMENT],
  ['page', AS_PAGE],
] as const) {
  t.test(`a change whose answer is lost may have been made: the ${as} says so`, async (t) => {
    const answer = await startTheJob(t, headers, false)
    t.equal(answer.status, 502)
    t.match(answer.text, /may have been made/)
    if (as === 'fragment') t.match(answer.headers, BESIDE, 'the job stays on the page')
    else t.match(answer.text, /<h1>The service cannot be reached<\/h1>/)
  })
}

t.test('a change that was made is said, though the job cannot be shown', async (t) => {
  const answer = await startTheJob(t, AS_FRAGMENT, true)
  t.equal(answer.status, 200)
  t.match(answer.headers, BESIDE)
  t.match(answer.text, /Your change was made/)
})

t.test('an act on a job that cannot be read leaves the page as it is', async (t) => {
  const upstream = await startUpstream(t, json({ ok: false }, 503))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const answer = await ask('/api/jobs/j1/enqueue', {
    method: 'POST',
    headers: AS_FRAGMENT,
    body: '',
  })
  t.equal(answer.status, 503)
  t.match(answer.headers, BESIDE)
})
