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

/** What a service, or a gateway before it, says under a status of success without having said that it was done. */
const UNSAID: Record<string, unknown> = {
  null: null,
  'a list': [],
  'a number': 5,
  'words of a framework': { detail: 'Not Found' },
  'no data': { ok: true },
  'data that is none': { ok: true, data: 'done' },
}
const REFUSED = { ok: false, error: { code: 'TRACK_NOT_IN_FRAME', message: 'Not on this frame' } }

for (const [what, body] of Object.entries(UNSAID)) {
  t.test(`a change that is answered 200 with ${what} may have been made`, async (t) => {
    const upstream = await startUpstream(t)
    upstream.on('POST /jobs/j1/enqueue', json(body))
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    const answer = await ask('/api/jobs/j1/enqueue', { method: 'POST', headers: AS_PAGE, body: '' })
    t.equal(answer.status, 502)
    t.match(answer.text, /may have been made/)
  })
}

t.test(
  'an error under a status of success refuses the change, in the words of the service',
  async (t) => {
    const upstream = await startUpstream(t)
    const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
    for (const body of [REFUSED, { error: REFUSED.error }]) {
      upstream.on('POST /jobs/j1/enqueue', json(body))
      upstream.on('POST /jobs', json(body))
      for (const [path, form] of [
        ['/api/jobs/j1/enqueue', ''],
        ['/api/jobs', 'video_url=http%3A%2F%2Fvideo.test%2Fa.mp4&role=GOALKEEPER'],
      ] as const) {
        const answer = await ask(path, { method: 'POST', headers: AS_PAGE, body: form })
        t.equal(answer.status, 502, path)
        t.match(answer.text, /Not on this frame/)
        t.match(answer.text, /TRACK_NOT_IN_FRAME/)
      }
    }
  },
)
