import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

async function start(t: Test) {
  const unknown = { ok: false, error: { code: 'JOB_NOT_FOUND', message: 'Job not found' } }
  const upstream = await startUpstream(t, json(unknown, 404))
  for (const [id, name] of [
    ['res-one', 'M. Bianchi'],
    ['res-two', 'L. Verdi'],
  ]) {
    const target = { player: { player_name: name } }
    const result = { match_rating_10: 7, radar: { Pace: 61 } }
    upstream.on(
      `GET /jobs/${id}`,
      json({ ok: true, data: { job_id: id, status: 'COMPLETED', target, result } }),
    )
  }
  upstream.on('GET /jobs/broken', (_seen, response) => {
    response.destroy()
    return null
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  return async (query: string) => {
    const { status, text } = await ask(`/compare?${query}`, { headers: { accept: 'text/html' } })
    return { status, text, heading: /<h1>([^<]*)/.exec(text)?.[1] }
  }
}

t.test('a job that is gone is named and can be removed, and hides no other', async (t) => {
  const compare = await start(t)
  const { status, text, heading } = await compare('job=res-two&job=gone-job&job=res-one')
  t.equal(status, 200)
  t.equal(heading, 'Compare players')
  for (const name of ['L. Verdi', 'M. Bianchi']) t.match(text, `data-series="${name}"`)
  t.match(text, /Job <code>gone-job<\/code>: <[^>]*>The service does not know this job any more\./)
  t.match(text, 'href="/compare?job=res-two&amp;job=res-one" aria-label="Remove job gone-job"')
  t.match(text, '<input type="hidden" name="job" value="gone-job">')
})

t.test('a job that cannot be read just now says why', async (t) => {
  const compare = await start(t)
  const { status, text } = await compare('job=res-two&job=broken')
  t.equal(status, 200)
  t.match(text, 'data-series="L. Verdi"')
  t.match(text, /<code>broken<\/code>: <[^>]*>The video-analysis service cannot be reached/)
})

t.test('where every job is gone, each is named and can be removed', async (t) => {
  const compare = await start(t)
  const { status, text, heading } = await compare('job=gone-one&job=gone-two')
  t.equal(status, 200)
  t.equal(heading, 'Compare players')
  t.equal(
    text.match(/<span class="warn-text">The service does not know this job any more/g)?.length,
    2,
  )
  t.notMatch(text, 'result-table')
})

t.test('where nothing can be read at all, the page says what is wrong', async (t) => {
  const compare = await start(t)
  const { status, heading } = await compare('job=gone-one&job=broken')
  t.equal(status, 502)
  t.equal(heading, 'The service cannot be reached')
})
