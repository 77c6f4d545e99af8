import t from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

const HTML = { accept: 'text/html' }
const REFUSES = /<h1>The service refused this<\/h1>/
const REFUSED = { ok: false, error: { code: 'UNAUTHORIZED', message: 'Token expired' } }

t.test(
  "the service's 401 asks nobody to sign in here, and passes as it is to a script",
  async (t) => {
    const upstream = await startUpstream(t, json(REFUSED, 401))
    const app = await startApp(t, { API_BASE_URL: upstream.url })
    const asked = [
      { path: '/jobs/j1' },
      { path: '/jobs/j1/frames/1' },
      { path: '/jobs/j1/result' },
      { path: '/api/jobs/j1/enqueue', body: 'attempt=' },
      { path: '/api/jobs/j1/enqueue', body: 'attempt=', headers: { 'hx-request': 'true' } },
      { path: '/api/jobs', body: 'video_url=https%3A%2F%2Fv.test%2Fa.mp4&player_name=A' },
    ]
    for (const { path, body, headers } of asked) {
      const answer = await app.ask(path, {
        ...(body === undefined ? {} : { method: 'POST', body }),
        headers: {
          accept: 'text/html',
          ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
          ...headers,
        },
      })
      t.equal(answer.status, 502, path)
      t.match(answer.text, /The service refused access\./, path)
      t.match(answer.text, /Token expired/, path)
      if (!path.startsWith('/api/jobs')) t.match(answer.text, REFUSES, path)
    }
    const script = await app.ask('/api/jobs/j1')
    t.equal(script.status, 401)
    t.strictSame(JSON.parse(script.text), REFUSED)
  },
)

t.test('no page that asks takes a refusal of the service for a sign-in', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
  for (const status of [401, 403]) {
    upstream.always(json(REFUSED, status))
    for (const path of ['/jobs/j1/live', '/jobs/j1/news', '/compare/news?job=j1&job=j2']) {
      const answer = await app.ask(path, { headers: { ...HTML, 'hx-request': 'true' } })
      t.equal(answer.status, 502, path)
      t.match(answer.text, /The service refused access\./, path)
      t.ok(answer.headers['x-request-id'], 'the page sees whose answer it is')
    }
    t.equal((await app.ask('/api/jobs/j1')).status, status, 'a script gets it as it is')
  }
})

t.test('a change that it refuses is told so where the job cannot be read after it', async (t) => {
  for (const status of [401, 403]) {
    const upstream = await startUpstream(t)
    const app = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
    upstream.on('POST /jobs/j1/enqueue', () => {
      upstream.always(json(REFUSED, status))
      return json(REFUSED, status)
    })
    const { text, ...answer } = await app.ask('/api/jobs/j1/enqueue', {
      method: 'POST',
      headers: { ...HTML, 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    })
    t.equal(answer.status, status === 401 ? 502 : 403)
    t.match(text, REFUSES)
    t.match(text, /<title>Error: The service refused this/)
  }
})

t.test('a refusal without a word has the heading of the service, not one of ours', async (t) => {
  for (const { status, page, heading } of [
    { status: 400, page: 400, heading: 'The service refused this' },
    { status: 401, page: 502, heading: 'The service refused this' },
    { status: 403, page: 403, heading: 'The service refused this' },
    { status: 409, page: 409, heading: 'The service refused this' },
    { status: 500, page: 500, heading: 'The service failed' },
    { status: 502, page: 502, heading: 'The service failed' },
    { status: 404, page: 404, heading: 'Not found' },
  ]) {
    const upstream = await startUpstream(t)
    const app = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
    upstream.on('POST /jobs/j1/enqueue', () => {
      upstream.always(json({}, status))
      return json({}, status)
    })
    const { text, ...answer } = await app.ask('/api/jobs/j1/enqueue', {
      method: 'POST',
      headers: { ...HTML, 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    })
    t.equal(answer.status, page)
    t.match(text, `<h1>${heading}</h1>`, `${status}`)
  }
})

t.test('a code that the service shares with Touchline does not make its words ours', async (t) => {
  const upstream = await startUpstream(t)
  const app = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
  for (const code of ['UPSTREAM_BAD_ANSWER', 'UPSTREAM_KNOWS_NO_JOBS', 'NO_ROLE']) {
    upstream.always(json({ ok: false, error: { code, message: 'No' } }, 403))
    const answer = await app.ask('/jobs/j1', { headers: HTML })
    t.equal(answer.status, 502, code)
    t.match(answer.text, REFUSES, code)
  }
})

t.test('nor is it a sign-in where an error can be said in its bare words alone', async (t) => {
  const upstream = await startUpstream(t, json(REFUSED, 401))
  const { app, ask } = await startApp(t, { API_BASE_URL: upstream.url, LOG_LEVEL: 'silent' })
  // As a template that cannot be read.
  Object.assign(app, { view: () => Promise.reject(new Error('no template')) })
  const answer = await ask('/jobs/j1', { headers: HTML })
  t.equal(answer.status, 502)
  t.match(answer.headers['content-type'], /^text\/plain/)
  t.match(answer.text, /^The video-analysis service refused the request\.\nRequest id: /)
})
