import t from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const BODY = 'video_url=https%3A%2F%2Fv.test%2Fa.mp4&role=Striker&category=U17'

/** Ids that would lead elsewhere, write a header, or end the cookie. */
const HOSTILE = [
  '../../evil',
  '//evil.test',
  'https://evil.test',
  'a/b',
  'a?b',
  'a.b',
  'a;b',
  'a\r\nset-cookie: x=y',
  '',
  ' ',
  '-a',
  'x'.repeat(65),
  8,
  null,
  {},
]

for (const [what, headers] of [
  ['a plain form', { ...FORM, accept: 'text/html' }],
  ['htmx', { ...FORM, 'hx-request': 'true' }],
] as const) {
  t.test(
    `a hostile id of a created job goes into no redirect and no cookie: ${what}`,
    async (t) => {
      const upstream = await startUpstream(t)
      const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
      for (const id of HOSTILE) {
        upstream.on('POST /jobs', json({ ok: true, data: { job_id: id } }))
        const answer = await ask('/api/jobs', { method: 'POST', headers, body: BODY })
        t.equal(answer.status, 502, String(id))
        t.match(answer.text, /may have been made/)
        for (const name of ['location', 'hx-redirect', 'hx-location', 'set-cookie', 'refresh']) {
          t.equal(answer.headers[name], undefined, `${name} for ${id}`)
        }
      }
      upstream.on('POST /jobs', json({ ok: true, data: { job_id: 'good-1' } }))
      const good = await ask('/api/jobs', { method: 'POST', headers, body: BODY })
      t.ok([200, 303].includes(good.status))
      t.equal(good.headers['location'] ?? good.headers['hx-redirect'], '/jobs/good-1')
      t.match(good.headers['set-cookie'], /recent_jobs=good-1/)
    },
  )
}
