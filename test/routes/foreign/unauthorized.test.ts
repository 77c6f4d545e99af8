import t from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

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
    }
    const script = await app.ask('/api/jobs/j1')
    t.equal(script.status, 401)
    t.strictSame(JSON.parse(script.text), REFUSED)
  },
)
