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
  upstream.on(
    'GET /jobs/running',
    json({ ok: true, data: { job_id: 'running', status: 'RUNNING' } }),
  )
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

const hrefs = (html: string) =>
  [...html.matchAll(/href="([^"]*\/compare\.[^"]*)"/g)].map(([, href]) => href)

t.test('the CSV of the page has the players of the page, whatever could not be read', async (t) => {
  const compare = await start(t)
  const { status, text } = await compare('job=res-two&job=gone-job&job=res-one')
  t.equal(status, 200)
  t.same(hrefs(text), ['/compare.csv?job=res-two&amp;job=res-one'])
})

t.test('no file is offered where there is nothing to put into one', async (t) => {
  const compare = await start(t)
  const { status, text, heading } = await compare('job=running')
  t.equal(status, 200)
  t.equal(heading, 'Compare players')
  t.same(hrefs(text), [])
})

t.test('a job is added by the address of its page too', async (t) => {
  const compare = await start(t)
  for (const typed of ['http://club.lan/jobs/res-one/result?x=1', ' res-one ', '/jobs/res-one']) {
    const { status, text } = await compare(`job=res-two&job=${encodeURIComponent(typed)}`)
    t.equal(status, 200)
    for (const name of ['L. Verdi', 'M. Bianchi']) t.match(text, `data-series="${name}"`)
    t.notMatch(text, 'compare-fault')
  }
})

t.test('what is typed and is no job id is told, and stays in its field', async (t) => {
  const compare = await start(t)
  const { status, text, heading } = await compare('job=res-two&job=not+an+id!')
  t.equal(status, 200)
  t.equal(heading, 'Compare players')
  t.match(text, '<p>“not an id!” is not a job id. Paste the id or the page’s address.</p>')
  t.match(text, 'value="not an id!" aria-invalid="true" aria-describedby="compare-fault"')
  const twice = await compare('job=res-two&job=res-two')
  t.match(twice.text, '<p>Job res-two is compared already.</p>')
  t.notMatch((await compare('job=res-two&job=')).text, 'compare-fault', 'an empty field is none')
})

t.test('the field of the first page opens a job by the address of its page too', async (t) => {
  const { url } = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: url })
  for (const typed of ['http://club.lan/jobs/res-one/result?x=1', ' res-one ']) {
    const { status, headers } = await ask(`/jobs?id=${encodeURIComponent(typed)}`)
    t.equal(status, 303)
    t.equal(headers['location'], '/jobs/res-one')
  }
  t.equal((await ask('/jobs?id=not+one')).status, 400)
})
