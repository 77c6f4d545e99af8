import t from 'tap'
import { bearer, guarded } from '../support/guarded-app.ts'
import { createJudge } from './judge.ts'

const JOB = '00000000-0000-4000-8000-000000000005'

t.test('the document and its page are for those who may enter, and say how', async (t) => {
  const { ask, reader } = await guarded(t)
  for (const path of ['/openapi.json', '/docs']) t.equal((await ask(path)).status, 401, path)
  const headers = bearer(reader)
  const document = (await ask('/openapi.json', { headers })).json()
  t.strictSame(document.security, [{ basic: [] }, { token: [] }])
  t.strictSame(Object.keys(document.components.securitySchemes), ['basic', 'token'])
  t.strictSame(document.paths['/healthz'].get.security, [], 'nobody is asked there')
  const page = await ask('/docs', { headers })
  t.equal(page.status, 200)
  t.match(page.text, 'Authorization: Bearer $TOKEN')
  t.notMatch(page.text, reader, 'the token itself is on no page')
})

t.test('who may not enter or change is answered as the document says', async (t) => {
  const { ask, post, reader } = await guarded(t)
  const judge = createJudge((await ask('/openapi.json', { headers: bearer(reader) })).json())
  const enqueue = judge.operation('enqueue')
  const path = `/api/jobs/${JOB}/enqueue`
  const statuses = new Map<string, number>()
  for (const [name, headers] of Object.entries({
    stranger: {},
    reader: bearer(reader),
    liar: bearer(`touchline_${'x'.repeat(43)}`),
  })) {
    const answer = await post(path, {}, headers)
    statuses.set(name, answer.status)
    t.equal(judge.outside(enqueue, answer), null, name)
    if (answer.status === 401) t.ok(answer.headers['www-authenticate'], name)
  }
  t.strictSame([...statuses.values()], [401, 403, 401])
  let last = 401
  for (let tries = 0; tries < 20 && last === 401; tries += 1) {
    const answer = await ask('/api/jobs/j1', { headers: { authorization: 'Basic YTpi' } })
    t.equal(judge.outside(judge.operation('getJob'), answer), null)
    last = answer.status
    if (last === 429) t.ok(answer.headers['retry-after'])
  }
  t.equal(last, 429)
})

t.test('commands have the address that the reader used, through a trusted proxy too', async (t) => {
  const { ask, reader } = await guarded(t, { TRUSTED_PROXIES: '127.0.0.0/8', BASE_PATH: '/desk' })
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'touchline.club.lan' }
  const page = await ask('/desk/docs', { headers: { ...bearer(reader), ...forwarded } })
  t.equal(page.status, 200)
  t.match(page.text, 'https://touchline.club.lan/desk/api/jobs/$JOB/enqueue')
  const odd = await ask('/desk/docs', {
    headers: { ...bearer(reader), ...forwarded, 'x-forwarded-host': '$(reboot)' },
  })
  t.equal(odd.status, 200)
  t.notMatch(odd.text, 'reboot')
})
