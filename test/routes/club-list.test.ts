// One file: the club's list as its readers have it: search, pages, news, and what is taken over and taken off.

import t from 'tap'
import { jobData, startClub } from '../support/club/club-app.ts'

const named = (id: string, player_name: string, more = {}) =>
  jobData(id, { target: { player: { player_name, team_name: 'North End' } }, ...more })
const failed = (id: string, player_name: string) => named(id, player_name, { status: 'FAILED' })

const idsOn = (text: string) => [...text.matchAll(/id="row-([\w-]+)"/g)].map(([, id]) => id)

t.test('the first page lists the jobs of the club, what waits first', async (t) => {
  const { page, jobs, listed } = await startClub(t)
  jobs.set('f', failed('f', 'A. Petrova'))
  jobs.set('w', named('w', 'L. Okafor'))
  for (const id of ['f', 'w']) await page(`/jobs/${id}`)
  await listed((items) => items.length === 2)
  const home = await page('/')
  t.equal(home.status, 200)
  t.match(home.text, /<h2 id="club-title">The club’s jobs<\/h2>/)
  t.strictSame(idsOn(home.text), ['w', 'f'])
  t.match(home.text, /Choose the player/)
  t.match(home.text, /Waiting for you <span class="filter-count">1</)
  t.notMatch(home.text, /Recent jobs/)
  t.strictSame(idsOn((await page('/?state=failed')).text), ['f'])
  t.strictSame(idsOn((await page('/?q=okafor')).text), ['w'])
  const none = await page('/?q=nobody')
  t.strictSame(idsOn(none.text), [])
  t.match(none.text, /0 jobs, with “nobody”/)
  t.match(none.text, /value="nobody"/)
  t.strictSame(idsOn((await page('/?state=odd&cursor=x&q=%20')).text), ['w', 'f'])
})

t.test('a search in one state offers what it finds in all jobs', async (t) => {
  const { page, jobs, listed } = await startClub(t)
  for (const id of ['f1', 'f2']) jobs.set(id, failed(id, id === 'f1' ? 'L. Okafor' : 'A. Petrova'))
  for (const id of ['w1', 'w2']) jobs.set(id, named(id, 'L. & K. Okafor'))
  for (const id of jobs.keys()) await page(`/jobs/${id}`)
  await listed((items) => items.length === 4)
  const offered = async (path: string) => {
    const { status, text } = await page(path)
    t.equal(status, 200, path)
    const [, found] = /id="found">(.*?)<\/p>/.exec(text) ?? []
    const link = /(.*) · <a href="([^"]*)">(.*)<\/a>/.exec(found ?? '')
    return link ? link.slice(1) : found
  }
  const href = '/?q=okafor'
  t.strictSame(await offered('/?state=failed&q=okafor'), [
    ...['1 job, failed, with “okafor”', href, '3 found in all jobs'],
  ])
  t.strictSame(await offered('/?state=finished&q=okafor'), [
    ...['0 jobs, finished, with “okafor”', href, '3 found in all jobs'],
  ])
  t.strictSame(idsOn((await page(href)).text).sort(), ['f1', 'w1', 'w2'])
  t.match(await offered('/?state=finished&q=l.+%26'), { 1: '/?q=l.+%26' })
  t.equal(await offered('/?state=failed&q=petrova'), '1 job, failed, with “petrova”')
  t.equal(await offered('/?state=failed&q=nobody'), '0 jobs, failed, with “nobody”')
  t.equal(await offered(href), '3 jobs, with “okafor”')
  t.equal(await offered('/?state=finished'), '0 jobs, finished')
  const eight = Array(8).fill('nobody').join(' ')
  t.equal(await offered(`/?q=${eight}`), `0 jobs, with “${eight}”`)
  t.equal(
    await offered(`/?q=${eight} nobody`),
    `0 jobs, with “${eight} nobody” (first 8 words only)`,
  )
})

t.test('a search for a day says which day was understood', async (t) => {
  const { page, jobs, listed } = await startClub(t, {}, () => Date.UTC(2026, 7, 2, 12))
  jobs.set('y', named('y', 'L. Okafor'))
  jobs.set('b', named('b', 'A. Petrova', { progress: {}, updated_at: '2026-07-31T09:00:00Z' }))
  for (const id of ['y', 'b']) await page(`/jobs/${id}`)
  await listed((items) => items.length === 2)
  const found = await page('/?q=Yesterday')
  t.equal(found.status, 200)
  t.strictSame(idsOn(found.text), ['y'])
  t.match(found.text, /1 job, with “Yesterday” \(1 Aug 2026, UTC\)/)
  t.strictSame(idsOn((await page('/?q=1.8.')).text), ['y'])
  t.match((await page('/?q=31+jul+petrova')).text, /\(31 Jul 2026, UTC\)/)
  t.match((await page('/?q=2026-07')).text, /with “2026-07” \(Jul 2026, UTC\)/)
  t.match((await page('/?q=2026')).text, /with “2026” \(2026, UTC\)/)
})

t.test('scripts are told what of an id a search finds, and it finds that', async (t) => {
  const { page, ask, jobs, listed } = await startClub(t)
  const id = '3bbe2323-4c1d-4e5f-8a6b-7c8d9e0f1a2b'
  jobs.set(id, named(id, 'L. Okafor'))
  await page(`/jobs/${id}`)
  await listed((items) => items.length === 1)
  for (const path of ['/openapi.json', '/docs']) {
    const { status, text } = await ask(path)
    t.equal(status, 200, path)
    t.match(text, 'id (of an id: six characters or more, all of 0-9, a-f and hyphens)', path)
  }
  for (const [q, found] of [
    ['3bbe2', 0],
    ['3bbe23', 1],
    ['23-4c1', 1],
    [id, 1],
  ] as const) {
    const { status, text } = await ask(`/api/club/jobs?q=${q}`)
    t.equal(status, 200, q)
    t.equal(JSON.parse(text).data.items.length, found, q)
  }
})

t.test('where no job waits, the page says that others are on their way', async (t) => {
  const { page, jobs, listed } = await startClub(t)
  jobs.set('r', named('r', 'L. Okafor', { status: 'RUNNING' }))
  await page('/jobs/r')
  await listed((items) => items.length === 1)
  const home = await page('/?state=waiting')
  t.equal(home.status, 200)
  t.strictSame(idsOn(home.text), [])
  t.match(home.text, /No job waits for you\. 1 job is being prepared or analysed\./)
})

t.test('opening the list asks the service nothing', async (t) => {
  const { page, jobs, listed, upstream } = await startClub(t)
  for (const id of ['a', 'b', 'c']) {
    jobs.set(id, named(id, id))
    await page(`/jobs/${id}`)
  }
  await listed((items) => items.length === 3)
  await page('/', { cookie: 'recent_jobs=a.b.c' })
  const before = upstream.requests.filter(({ path }) => /^\/jobs\/[abc]/.test(path)).length
  await page('/', { cookie: 'recent_jobs=a.b.c' })
  const after = upstream.requests.filter(({ path }) => /^\/jobs\/[abc]/.test(path)).length
  t.equal(after, before)
})

t.test('the pages of the list lead through all of it', async (t) => {
  const { page, jobs, app } = await startClub(t)
  const ids = Array.from({ length: 53 }, (_, i) => `j${i}`)
  for (const id of ids) {
    jobs.set(id, named(id, id))
    await page(`/jobs/${id}`)
  }
  await app.club.write()
  const first = await page('/')
  t.equal(idsOn(first.text).length, 50)
  const next = /href="([^"]*)" rel="next"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const second = await page(next)
  t.equal(idsOn(second.text).length, 3)
  t.equal(new Set([...idsOn(first.text), ...idsOn(second.text)]).size, 53)
  t.match(second.text, /<a href="\/">First page<\/a>/)
  t.notMatch(second.text, /rel="next"/)
})

t.test('the jobs of the cookie are taken over at the first visit', async (t) => {
  const { page, jobs, upstream } = await startClub(t)
  jobs.set('old', named('old', 'T. Muller'))
  const cookie = { cookie: 'recent_jobs=old.lost' }
  t.strictSame(idsOn((await page('/', cookie)).text), ['old'])
  const asked = upstream.requests.length
  t.strictSame(idsOn((await page('/', cookie)).text), ['old'])
  t.equal(upstream.requests.length, asked, 'a lost one is not asked for again and again')
  t.strictSame(idsOn((await page('/')).text), ['old'], 'for everybody')
})

t.test('a job that the service forgot can be taken off the list', async (t) => {
  const { page, post, ask, jobs, listed, origin } = await startClub(t)
  jobs.set('a', named('a', 'L. Okafor'))
  await page('/jobs/a')
  await listed((items) => items.length === 1)
  const kept = await post('/club/jobs/a/take-off', {}, { origin, accept: 'text/html' })
  t.equal(kept.status, 303)
  t.equal((await ask('/api/club/jobs')).json().data.total, 1, 'not while the service knows it')
  jobs.delete('a')
  await page('/jobs/a')
  await listed((items) => items[0]?.gone === true)
  const home = await page('/')
  t.match(home.text, /Not known any more/)
  t.match(home.text, /action="\/club\/jobs\/a\/take-off"/)
  const off = await post('/club/jobs/a/take-off', {}, { origin, accept: 'text/html' })
  t.equal(off.status, 303)
  t.equal(off.headers['location'], '/')
  t.equal((await ask('/api/club/jobs')).json().data.total, 0)
})

t.test('Next waiting job walks through what waits', async (t) => {
  const { page, jobs, listed } = await startClub(t)
  t.equal((await page('/club/next')).headers['location'], '/?state=waiting')
  for (const [i, id] of ['a', 'b', 'c'].entries()) {
    const updated_at = `2026-08-01T00:0${i}:00Z`
    jobs.set(id, named(id, id, { updated_at, progress: { step: 'CANDIDATES_READY', updated_at } }))
    await page(`/jobs/${id}`)
  }
  jobs.set('f', failed('f', 'f'))
  await page('/jobs/f')
  await listed((items) => items.length === 4)
  const next = async (path: string) => (await page(path)).headers['location']
  t.equal(await next('/club/next'), '/jobs/a')
  t.equal(await next('/club/next?after=a'), '/jobs/b')
  t.equal(await next('/club/next?after=c'), '/jobs/a')
  t.equal(await next('/club/next?after=f'), '/jobs/a')
})

t.test('who created a job stands in the list, be it by a page or by a script', async (t) => {
  const { post, ask, jobs, listed, upstream, origin } = await startClub(t)
  let made = 0
  upstream.on('POST /jobs', () => {
    made += 1
    jobs.set(`n${made}`, named(`n${made}`, 'New'))
    const headers = { 'content-type': 'application/json' }
    return {
      status: 200,
      headers,
      body: JSON.stringify({ ok: true, data: { job_id: `n${made}` } }),
    }
  })
  const video = 'https://videos.test/a.mp4'
  t.equal(
    (await post('/api/jobs', { video_url: video, role: 'Winger', category: 'U17' })).status,
    200,
  )
  await listed((items) => items.length === 1)
  const form = await ask('/api/jobs', {
    method: 'POST',
    headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', origin },
    body: new URLSearchParams({ video_url: video, role: 'Winger', category: 'U17' }).toString(),
  })
  t.equal(form.status, 303)
  await listed((items) => items.length === 2)
  for (const id of ['n1', 'n2']) {
    const { items } = (await ask(`/api/club/jobs/${id}/history`)).json().data
    t.match(items, [{ action: 'create', by: null }], id)
  }
})

t.test('the list on a page is told of changes, and of nothing else', async (t) => {
  const { page, jobs, ask, listed } = await startClub(t)
  jobs.set('a', named('a', 'L. Okafor'))
  await page('/jobs/a')
  await listed((items) => items.length === 1)
  const seen = /id="club-list" data-seen="(\d+)"/.exec((await page('/')).text)?.[1]
  t.equal((await ask(`/club/list?seen=${seen}`)).status, 204)
  jobs.set('b', named('b', 'K. Adeyemi'))
  await page('/jobs/b')
  await listed((items) => items.length === 2)
  const news = await ask(`/club/list?seen=${seen}`)
  t.equal(news.status, 200)
  t.match(news.text, /^<hx-partial hx-target="#club-list"/)
  t.match(news.text, /K\. Adeyemi/)
})

t.test('without a list the jobs of the browser are listed as before', async (t) => {
  const { page, jobs } = await startClub(t, { DATABASE_URL: 'off' })
  jobs.set('a', named('a', 'L. Okafor'))
  const home = await page('/', { cookie: 'recent_jobs=a' })
  t.equal(home.status, 200)
  t.match(home.text, /Recent jobs/)
  t.match(home.text, /href="\/jobs\/a"/)
  t.notMatch(home.text, /cannot be read/)
})

t.test('a page that is still open is told where the list was switched off', async (t) => {
  const club = await startClub(t, { DATABASE_URL: 'off' })
  const answer = await club.ask('/club/list', {
    headers: { accept: 'text/html', 'hx-request': 'true', 'hx-request-type': 'partial' },
  })
  t.equal(answer.status, 200)
  t.match(answer.text, /The club’s list is switched off here\./)
  t.notMatch(answer.text, /comes back by itself/)
})
