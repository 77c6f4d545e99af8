import t from 'tap'
import { jobData, startClub } from '../support/club/club-app.ts'
import { openStream } from '../support/event-stream.ts'
import { json } from '../support/service/upstream-server.ts'

t.test('the list says since when the service is away, until it is back', async (t) => {
  const club = await startClub(t, {}, Date.now, { presenceMs: 20 })
  club.jobs.set('j1', jobData('j1'))
  let isAway = false
  club.upstream.always((_seen, response) => {
    if (!isAway) return json({ ok: true, data: jobData('j1') })
    response.destroy()
    return null
  })
  t.equal((await club.page('/jobs/j1')).status, 200)
  await club.listed((items) => items.length === 1)
  const whenSaid = async (is: boolean) => {
    for (;;) {
      const home = await club.page('/')
      t.equal(home.status, 200)
      if (home.text.includes('id="service-away"') === is) return home.text
      await new Promise((next) => setImmediate(next))
    }
  }
  const seenOf = (text: string) => /id="club-list" data-seen="([^"]+)"/.exec(text)?.[1]
  const before = await whenSaid(false)
  t.match(before, /id="row-j1"/)
  const stream = await openStream(t, `${club.origin}/club/list/stream?seen=${seenOf(before)}`)
  t.equal(stream.status, 200)
  isAway = true
  t.match((await stream.next(({ data }) => data.includes('service-away'))).data, /row-j1/)
  const away = await whenSaid(true)
  t.match(away, /The service has not answered since <time/)
  t.match(away, /id="row-j1"/, 'with what was last known')
  const news = await club.page(`/club/list?seen=${seenOf(before)}`)
  t.equal(news.status, 200)
  t.match(news.text, /service-away/, 'an open page is told')
  isAway = false
  await stream.next(({ data }) => data.includes('row-j1') && !data.includes('service-away'))
  await whenSaid(false)
  isAway = true
  // What an open page keeps is found by its id: the time of another silence is another one.
  const idOf = (text: string) => / id="(away-[^"]+)" role="alert" hx-morph-skip/.exec(text)?.[1]
  t.match(idOf(away), /^away-2/)
  t.not(idOf(await whenSaid(true)), idOf(away))
})

/** Calls about no job of the list: whether the service is there. */
const asksOf = ({ upstream }: { upstream: { requests: { path: string }[] } }) =>
  upstream.requests.filter(({ path }) => !/^\/jobs\/j\d/.test(path)).length

t.test('nobody asks whether the service is there while nobody has the list open', async (t) => {
  const club = await startClub(t, {}, Date.now, { presenceMs: 5 })
  club.jobs.set('j1', jobData('j1'))
  t.equal((await club.page('/jobs/j1')).status, 200)
  await club.app.club.write()
  // That nothing happens can only be waited for: a slow machine makes this weaker, and never red.
  await new Promise((next) => setTimeout(next, 200))
  t.equal(asksOf(club), 0)
  t.equal((await club.page('/')).status, 200)
  while (asksOf(club) === 0) await new Promise((next) => setImmediate(next))
})

t.test('a minute after it was read the list has the service asked no more', async (t) => {
  let now = Date.now()
  const club = await startClub(t, {}, () => now, { presenceMs: 5 })
  t.equal((await club.page('/')).status, 200)
  // More turns than a minute of usual ones: what counts is the time.
  while (asksOf(club) < 40) await new Promise((next) => setImmediate(next))
  now += 60_000
  for (let before = -1; before !== asksOf(club); ) {
    before = asksOf(club)
    await new Promise((next) => setTimeout(next, 200))
  }
})

t.test('whoever asks whether the service is there lets no calls through that hang', async (t) => {
  let now = Date.now()
  const club = await startClub(t, {}, () => now, { presenceMs: 5 })
  let isBroken = true
  // As a service without its database: all that asks for a job hangs or breaks, and nothing else does.
  club.upstream.always(({ path }, response) => {
    if (!isBroken || !path.startsWith('/jobs/')) return json({ ok: true, data: jobData('j1') })
    response.destroy()
    return null
  })
  for (let i = 1; !club.app.upstream.paused; i += 1) {
    t.equal((await club.ask(`/api/jobs/j${i}`)).status, 502)
  }
  const stream = await openStream(t, `${club.origin}/club/list/stream`)
  t.equal(stream.status, 200)
  for (let turn = 0; turn < 5; turn += 1) {
    // While somebody has the list open the service is asked.
    const before = asksOf(club)
    while (asksOf(club) === before) {
      // Longer than any pause of the breaker.
      now += 10_000
      await new Promise((next) => setImmediate(next))
    }
    t.equal(club.app.upstream.paused, true, 'what is held back stays so')
  }
  isBroken = false
  while (club.app.upstream.paused) {
    now += 10_000
    await new Promise((next) => setImmediate(next))
  }
  t.equal((await club.ask('/api/jobs/j1')).status, 200, 'until jobs are answered')
})
