import { parse } from 'content-disposition'
import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { recordedResult } from '../../support/service/stored-jobs.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

const full = recordedResult('get-job-view-full--completed-legacy-rich--200')

async function start(t: Test, jobs: Record<string, object>) {
  const gone = { ok: false, error: { code: 'JOB_NOT_FOUND', message: 'Job not found' } }
  const upstream = await startUpstream(t, json(gone, 404))
  for (const [id, data] of Object.entries(jobs)) {
    upstream.on(`GET /jobs/${id}`, json({ ok: true, data: { ...data, job_id: id } }))
    upstream.on(`GET /jobs/${id}?view=full`, json({ ok: true, data: { ...data, job_id: id } }))
  }
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  return Object.assign(ask, { upstream })
}

const named = (player_name: string) => ({
  ...full,
  target: {
    player: { player_name, team_name: 'Union 04', shirt_number: 9 },
    source: { home_team: 'Union 04', away_team: 'AS Rive' },
  },
})

t.test('every file is named after player and match, in any script', async (t) => {
  const ask = await start(t, { latin: named('K. Adeyemi'), arabic: named('محمد صلاح') })
  for (const [id, player] of [
    ['latin', 'K. Adeyemi'],
    ['arabic', 'محمد صلاح'],
  ]) {
    for (const [ending, what, type] of [
      ['csv', 'result', /^text\/csv/],
      ['json', 'result', /^application\/json/],
      ['xml', 'Sportscode', /^application\/xml/],
    ] as const) {
      const { status, headers } = await ask(`/jobs/${id}/result.${ending}`)
      t.equal(status, 200)
      t.match(headers['content-type'], type)
      t.equal(headers['cache-control'], 'no-store')
      const { type: how, parameters } = parse(String(headers['content-disposition']))
      t.equal(how, 'attachment')
      t.equal(parameters['filename'], `${player} (9) - Union 04 – AS Rive - ${what}.${ending}`)
      t.match(String(headers['content-disposition']), /^[\x20-\x7e]*$/, 'plain ASCII on the wire')
    }
  }
})

t.test('the JSON is the full view, without the signatures of its addresses', async (t) => {
  const ask = await start(t, { one: full })
  const { status, text } = await ask('/jobs/one/result.json')
  t.equal(status, 200)
  const data = JSON.parse(text)
  t.same(data.result.tracking.lost_segments, [{ start: 41.2, end: 43 }])
  t.equal(data.result.tracking_quality.tracking_confidence, 'medium')
  t.notMatch(text, /X-Amz|Signature/)
})

t.test('what has no result has no file', async (t) => {
  const bare = { status: 'COMPLETED', result: { match_rating_10: 7 } }
  const ask = await start(t, { failed: { status: 'FAILED' }, bare, one: full })
  for (const ending of ['csv', 'json', 'xml']) {
    t.equal((await ask(`/jobs/failed/result.${ending}`)).status, 404, ending)
  }
  t.equal((await ask('/jobs/bare/result.xml')).status, 404, 'nothing with a time')
  t.equal((await ask('/compare.csv?job=failed')).status, 404)
  t.equal((await ask('/compare.csv')).status, 404)
  t.equal((await ask('/compare.xml?job=bare')).status, 404)
})

t.test(
  'a file of a comparison has every player that it was asked for, or is not made',
  async (t) => {
    const bare = { status: 'COMPLETED', result: { match_rating_10: 7 } }
    const ask = await start(t, { bare, one: full })
    const whole = await ask('/compare.csv?job=one&job=bare')
    t.equal(whole.status, 200)
    t.match(whole.text, /^\ufeffPart,Measure,M\. Bianchi \(8\),Job bare,Job bare: difference,Unit/)
    const xml = await ask('/compare.xml?job=one&job=bare')
    t.equal(xml.status, 200)
    t.match(xml.text, '<row><code>Job bare</code>', 'a player without any time has a row too')
    ask.upstream.on('GET /jobs/broken', (_seen, response) => {
      response.destroy()
      return null
    })
    for (const ending of ['csv', 'xml']) {
      const lost = await ask(`/compare.${ending}?job=one&job=lost&job=bare`)
      t.equal(lost.status, 404)
      t.match(lost.text, 'The service does not know the job lost, so the file was not made.')
      const broken = await ask(`/compare.${ending}?job=one&job=broken`)
      t.equal(broken.status, 502)
    }
  },
)

t.test('a file waits for a job that a page no longer waits for', async (t) => {
  const ask = await start(t, { one: full })
  const held = Promise.withResolvers<ReturnType<typeof json>>()
  ask.upstream.on('GET /jobs/slow', () => held.promise)
  const query = 'job=slow&job=one'
  const file = ask(`/compare.csv?${query}`)
  const page = await ask(`/compare?${query}`, { headers: { accept: 'text/html' } })
  t.equal(page.status, 200)
  t.match(page.text, /<code>slow<\/code>: <[^>]*>The video-analysis service did not answer in time/)
  const data = { job_id: 'slow', status: 'COMPLETED', result: { match_rating_10: 7 } }
  held.resolve(json({ ok: true, data }))
  const { status, text } = await file
  t.equal(status, 200)
  t.match(text, /^\ufeffPart,Measure,Job slow,M\. Bianchi \(8\),/)
})

t.test('the CSV of a comparison says which lists it does not have whole', async (t) => {
  const radar = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`Skill ${i}`, 50]))
  const ask = await start(t, { many: { status: 'COMPLETED', result: { radar } }, one: full })
  const { status, text } = await ask('/compare.csv?job=one&job=many')
  t.equal(status, 200)
  t.match(text, '\r\nNot shown,Job many: only the first 100 of 120 skills,,,,,,\r\n')
})

t.test('no name of a player breaks the XML', async (t) => {
  const ask = await start(t, { odd: named('A & <b>"x"</b> ]]> \u0001\u000b') })
  const { status, text } = await ask('/jobs/odd/result.xml')
  t.equal(status, 200)
  t.match(text, '<code>A &amp; &lt;b&gt;"x"&lt;/b&gt; ]]&gt; (9)</code>')
})
