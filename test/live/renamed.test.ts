import t from 'tap'
import { startApp } from '../support/app.ts'
import { startLiveApp, told } from '../support/live-app.ts'
import { json } from '../support/service/upstream-server.ts'

/** The service takes a new name and says no later time: no state of the job tells of it. */

const waiting = (name: string, number = 9) => ({
  ...told('j1', 'WAITING_FOR_TARGET', 22),
  player_ref: { track_id: 8 },
  target: { player: { player_name: name, team_name: 'North End', shirt_number: number } },
})
/** Nobody looks by the clock meanwhile. */
const SLOW = { busyMs: 600_000, idleMs: 600_000, restMs: 600_000, heartbeatMs: 600_000 }
const seenIn = (html: string) => /data-seen="([^"]+)"/.exec(html)?.[1] ?? ''

async function start(t: Parameters<typeof startLiveApp>[0], pace = SLOW) {
  const live = await startLiveApp(t, { j1: waiting('L. Okafor') }, pace)
  live.upstream.on('POST /jobs/j1/player-profile', ({ body }) => {
    const { player_name: name } = JSON.parse(String(body)) as { player_name: string }
    live.jobs.set('j1', waiting(name))
    return json({ ok: true, data: { job_id: 'j1' } })
  })
  return Object.assign(live, {
    /** As a script does it; a page sends it to the same address. */
    async rename(name: string) {
      const answer = await live.ask('/api/jobs/j1/player-profile', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ player_name: name }),
      })
      t.equal(answer.status, 200)
    },
    async page(path: string) {
      const answer = await live.ask(path, { headers: { accept: 'text/html' } })
      t.equal(answer.status, 200)
      return seenIn(answer.text)
    },
  })
}

t.test('a name that somebody has changed is told to every open page of the job', async (t) => {
  const { open, page, rename } = await start(t)
  const seen = await page('/jobs/j1')
  const flow = await open(`/jobs/j1/stream?seen=${seen}`)
  const result = await open(`/jobs/j1/news/stream?seen=${await page('/jobs/j1/result')}`)
  const words = ({ event }: { event?: string }) => event === undefined
  await rename('K. Adeyemi')
  const { data } = await flow.next(words)
  t.match(data, 'K. Adeyemi')
  t.notMatch(data, 'L. Okafor')
  t.match((await result.next(words)).data, /This job has changed/)
  await rename('A. Petrova')
  t.match((await flow.next(words)).data, 'A. Petrova', 'each once')

  const late = await open(`/jobs/j1/stream?seen=${seen}`)
  t.match((await late.next(words)).data, 'A. Petrova', 'and to one that comes back to it')
})

t.test('so it is to a page that asks, and to the list of a browser', async (t) => {
  const { ask, open, page, rename } = await start(t)
  const cookie = 'recent_jobs=j1'
  const home = await ask('/', { headers: { accept: 'text/html', cookie } })
  t.equal(home.status, 200)
  const list = await open(`/recent-jobs/stream?seen=${seenIn(home.text)}`, { cookie })
  const paths = ['/jobs/j1/live', '/jobs/j1/news', '/compare/news?job=j1&job=j1']
  const pages = ['/jobs/j1', '/jobs/j1/result', '/compare?job=j1&job=j1']
  const asks = await Promise.all(
    pages.map(async (path, i) => {
      const href = `${paths[i]}${paths[i]?.includes('?') ? '&' : '?'}seen=${await page(path)}`
      return () => ask(href, { headers: { 'hx-request': 'true' } })
    }),
  )
  for (const again of asks) t.equal((await again()).status, 204)
  await rename('K. Adeyemi')
  await list.next(({ data }) => data.includes('K. Adeyemi'))
  for (const again of asks) t.equal((await again()).status, 200)
})

t.test('a name that was changed elsewhere is told with the first read that finds it', async (t) => {
  const { ask, jobs, nextLooks, open, page } = await start(t, { ...SLOW, idleMs: 20 })
  const flow = await open(`/jobs/j1/stream?seen=${await page('/jobs/j1')}`)
  // The page that is kept is confirmed by looks, which tell of no name.
  await nextLooks(3)
  jobs.set('j1', waiting('K. Adeyemi'))
  t.equal((await ask('/jobs/j1/frames/1', { headers: { accept: 'text/html' } })).status, 404)
  t.match((await flow.next(({ event }) => event === undefined)).data, 'K. Adeyemi')
})

t.test('a replica that reads the same names as a page of another says nothing', async (t) => {
  const first = await start(t)
  const other = await start(t)
  const seen = await first.page('/jobs/j1')
  const asked = () => other.ask(`/jobs/j1/live?seen=${seen}`, { headers: { 'hx-request': 'true' } })
  t.equal((await asked()).status, 204, 'a page of another replica')
  other.jobs.set('j1', waiting('K. Adeyemi'))
  await other.page('/jobs/j1')
  t.equal((await asked()).status, 200, 'until it has read others')
})

t.test('it is told although the service does not answer the next reads', async (t) => {
  const live = await start(t, { ...SLOW, idleMs: 20 })
  const flow = await live.open(`/jobs/j1/stream?seen=${await live.page('/jobs/j1')}`)
  let failures = 0
  live.answer = (seen) => {
    if (!/^\/jobs\/j1(\?|$)/.test(seen.path) || failures === 3) return live.plain(seen)
    failures += 1
    return json({ ok: false, error: { code: 'BUSY' } }, 503)
  }
  await live.rename('K. Adeyemi')
  t.match((await flow.next(({ event }) => event === undefined)).data, 'K. Adeyemi')
  t.equal(failures, 3)
})

t.test('it is told to a page that asks where nobody follows the job', async (t) => {
  const { ask, page, rename } = await start(t)
  const seen = await page('/jobs/j1')
  await rename('K. Adeyemi')
  const asked = await ask(`/jobs/j1/live?seen=${seen}`, { headers: { 'hx-request': 'true' } })
  t.equal(asked.status, 200)
  t.match(asked.text, 'K. Adeyemi')
})

t.test('it is told where nobody knows whether the service has taken it', async (t) => {
  const { jobs, open, page, post, upstream } = await start(t)
  const flow = await open(`/jobs/j1/stream?seen=${await page('/jobs/j1')}`)
  upstream.on('POST /jobs/j1/player-profile', () => {
    jobs.set('j1', waiting('K. Adeyemi'))
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Gateway</h1>' }
  })
  const answer = await post('/api/jobs/j1/player-profile', { player_name: 'K. Adeyemi' })
  t.equal(answer.status, 502)
  t.match((await flow.next(({ event }) => event === undefined)).data, 'K. Adeyemi')
})

t.test('a page that knows a newer name than this replica never gets the older one', async (t) => {
  const here = await start(t)
  const other = await startApp(t, { API_BASE_URL: here.upstream.url }, { anyHost: true })
  const words = ({ event }: { event?: string }) => event === undefined
  const behind = await here.open(`/jobs/j1/stream?seen=${await here.page('/jobs/j1')}`)
  await here.rename('A. Petrova')
  t.match((await behind.next(words)).data, 'A. Petrova', 'this is what the replica told last')
  const renamed = await other.post('/api/jobs/j1/player-profile', { player_name: 'K. Adeyemi' })
  t.equal(renamed.status, 200)
  const shown = await other.ask('/jobs/j1', { headers: { accept: 'text/html' } })
  t.equal(shown.status, 200)
  t.match(shown.text, 'K. Adeyemi')
  const seen = seenIn(shown.text)
  const ahead = await here.open(`/jobs/j1/stream?seen=${seen}`)
  t.match((await behind.next(words)).data, 'K. Adeyemi', 'the others learn it from that page')
  const asked = await here.ask(`/jobs/j1/live?seen=${seen}`, { headers: { 'hx-request': 'true' } })
  t.equal(asked.status, 204)
  await here.rename('T. Brandt')
  t.match((await ahead.next(words)).data, 'T. Brandt', 'its first message')
})

t.test('a Touchline that was started anew reads whom the open pages are about', async (t) => {
  const before = await start(t)
  const seen = await before.page('/jobs/j1')
  const news = await before.page('/jobs/j1/result')
  before.jobs.set('j1', waiting('K. Adeyemi'))
  const now = await startApp(t, { API_BASE_URL: before.upstream.url }, { anyHost: true })
  const headers = { 'hx-request': 'true' }
  const shown = await now.ask(`/jobs/j1/live?seen=${seen}`, { headers })
  t.equal(shown.status, 200)
  t.match(shown.text, 'K. Adeyemi')
  const again = await now.ask(`/jobs/j1/live?seen=${seenIn(shown.text)}`, { headers })
  t.equal(again.status, 204, 'once')
  const told = await now.ask(`/jobs/j1/news?seen=${news}`, { headers })
  t.equal(told.status, 200)
  t.match(told.text, /This job has changed/)
})

t.test('a name that is changed back while it is told does not stay', async (t) => {
  const live = await start(t)
  const flow = await live.open(`/jobs/j1/stream?seen=${await live.page('/jobs/j1')}`)
  const words = ({ event }: { event?: string }) => event === undefined
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const asked = new Promise<void>((wake) => {
    live.answer = async (seen) => {
      if (!seen.path.endsWith('/candidates')) return live.plain(seen)
      wake()
      await held
      return live.plain(seen)
    }
  })
  await live.rename('K. Adeyemi')
  await asked
  await live.rename('L. Okafor')
  const known = await live.ask('/jobs/j1/frames/1', { headers: { accept: 'text/html' } })
  t.equal(known.status, 404, 'this process has read the name anew')
  release()
  t.match((await flow.next(words)).data, 'K. Adeyemi')
  t.match((await flow.next(words)).data, 'L. Okafor')
})
