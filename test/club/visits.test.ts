// One file: who has a job open decides both what the list says and where "Next waiting job" leads.

import { setTimeout as after } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { jobData, startClub } from '../support/club/club-app.ts'
import { startPostgres } from '../support/club/postgres-server.ts'
import { openStream } from '../support/event-stream.ts'
import { POSTGRES, withoutPart } from '../support/parts/parts.ts'

const SECRET = 'sixteen characters'
const PROXY = { AUTH: 'proxy', AUTH_PROXY_SECRET: SECRET, TRUSTED_PROXIES: '127.0.0.0/8' }
const as = (name: string) => ({ 'x-forwarded-user': name, 'x-forwarded-secret': SECRET })

type Club = Awaited<ReturnType<typeof startClub>>

/** Waiting jobs in their order. */
async function withWaiting(club: Club, ids: string[], headers: Record<string, string> = {}) {
  for (const [i, id] of ids.entries()) {
    const updated_at = `2026-08-01T00:0${i}:00Z`
    club.jobs.set(
      id,
      jobData(id, { updated_at, progress: { step: 'CANDIDATES_READY', updated_at } }),
    )
    await club.ask(`/api/jobs/${id}`, { headers })
  }
  for (;;) {
    const answer = await club.ask('/api/club/jobs', { headers })
    if (answer.json().data.total === ids.length) return
    await after(10)
  }
}

/** Asks for the list until its page says this, or no longer says it. */
async function whenSaid(club: Club, words: RegExp, said: boolean, headers = {}) {
  for (;;) {
    const home = await club.page('/', headers)
    if (words.test(home.text) === said) return home
    await after(10)
  }
}

const cookieOf = (headers: Record<string, string | string[] | undefined>) =>
  [headers['set-cookie'] ?? []]
    .flat()
    .find((one) => one.startsWith('browser='))
    ?.split(';')[0]

t.test('the list says who has a job open, and no longer when they have left', async (t) => {
  let time = Date.now()
  const club = await startClub(t, PROXY, () => time)
  await withWaiting(club, ['a', 'b'], as('Ben'))
  const opened = await club.page('/jobs/a', as('Anna'))
  t.equal(opened.status, 200)
  t.equal(cookieOf(opened.headers), undefined, 'who has a name needs no cookie')
  await whenSaid(club, /Anna is here/, true, as('Ben'))
  const stream = await openStream(t, `${club.origin}/jobs/a/stream`, as('Anna'))
  t.equal(stream.status, 200)
  time += 40_000
  const still = await whenSaid(club, /Anna is here/, true, as('Ben'))
  t.equal([...still.text.matchAll(/Anna is here/g)].length, 1)
  stream.leave()
  await whenSaid(club, /Anna is here/, true, as('Ben'))
  for (;;) {
    time += 6_000
    if (!/Anna is here/.test((await club.page('/', as('Ben'))).text)) break
    await after(10)
  }
})

t.test('"Next waiting job" passes over what somebody else has open', async (t) => {
  const club = await startClub(t, PROXY)
  await withWaiting(club, ['a', 'b', 'c'], as('Ben'))
  await club.page('/jobs/a', as('Anna'))
  const next = async (who: string) => (await club.page('/club/next', as(who))).headers['location']
  t.equal(await next('Ben'), '/jobs/b')
  t.equal(await next('Anna'), '/jobs/a', 'what one has open oneself is no hindrance')
})

t.test('however many a colleague has open, the next free one is found', async (t) => {
  const club = await startClub(t, PROXY)
  const ids = Array.from({ length: 103 }, (_, i) => `w${String(i).padStart(3, '0')}`)
  for (const id of ids) {
    club.jobs.set(id, jobData(id))
    await club.page(`/jobs/${id}`, as(id === 'w102' ? 'Ben' : 'Anna'))
  }
  await club.app.club.write()
  const next = await club.page('/club/next', as('Ben'))
  t.equal(next.headers['location'], '/jobs/w102')
})

t.test('a frame page that is open counts as well', async (t) => {
  const club = await startClub(t, PROXY)
  await withWaiting(club, ['a', 'b'], as('Ben'))
  t.equal((await club.page('/jobs/a/frames/1', as('Anna'))).status, 200)
  const next = await club.page('/club/next', as('Ben'))
  t.equal(next.headers['location'], '/jobs/b')
})

t.test('no two people are sent to the same job, however many ask at once', async (t) => {
  const club = await startClub(t, PROXY)
  const ids = Array.from({ length: 8 }, (_, i) => `j${i}`)
  await withWaiting(club, ids, as('Ben'))
  const people = Array.from({ length: 10 }, (_, i) => `P${i}`)
  const answers = await Promise.all(people.map((who) => club.page('/club/next', as(who))))
  t.ok(answers.every(({ status }) => status === 303))
  const led = answers.map(({ headers }) => headers['location'])
  const jobs = led.filter((one) => one?.toString().startsWith('/jobs/'))
  t.strictSame(
    jobs.toSorted(),
    ids.map((id) => `/jobs/${id}`),
  )
  const others = led.filter((one) => !jobs.includes(one))
  t.strictSame(others, ['/?state=waiting&next=taken', '/?state=waiting&next=taken'])
  const said = await club.page('/?state=waiting&next=taken', as('P9'))
  t.equal(said.status, 200)
  t.match(said.text, /No job is left for you: /)
})

t.test('nobody keeps a job that they were sent to and did not open', async (t) => {
  let time = Date.now()
  const club = await startClub(t, PROXY, () => time)
  await withWaiting(club, ['a'], as('Ben'))
  const next = async (who: string) => (await club.page('/club/next', as(who))).headers['location']
  t.equal(await next('Anna'), '/jobs/a')
  t.equal(await next('Ben'), '/?state=waiting&next=taken')
  time += 31_000
  t.equal(await next('Ben'), '/jobs/a')
})

t.test('a viewer counts as nobody, and is not sent to a job', async (t) => {
  const roles = { AUTH_GROUPS_HEADER: 'Remote-Groups', ANALYST_GROUPS: 'analysts' }
  const club = await startClub(t, { ...PROXY, ...roles })
  const analyst = { ...as('Ben'), 'remote-groups': 'analysts' }
  await withWaiting(club, ['a'], analyst)
  const viewed = await club.page('/jobs/a', as('Vera'))
  t.equal(viewed.status, 200)
  t.notMatch(viewed.text, /Next waiting job/)
  t.equal((await club.page('/club/next', as('Vera'))).status, 403)
  t.equal((await club.page('/club/next', analyst)).headers['location'], '/jobs/a')
})

t.test('where nobody signs in, browsers are told apart', async (t) => {
  const club = await startClub(t)
  await withWaiting(club, ['a', 'b'])
  const home = await club.page('/')
  t.equal(home.status, 200)
  t.match(String(home.headers['set-cookie']), /HttpOnly; SameSite=Lax/)
  const cookie = cookieOf(home.headers) ?? ''
  t.match(cookie, /^browser=[\w-]{22}$/)
  const next = (cookie: string) => club.page('/club/next', { cookie })
  const first = await next(cookie)
  t.equal(first.headers['location'], '/jobs/a')
  t.equal(cookieOf(first.headers), undefined, 'a browser has one name')
  t.equal((await next(cookie)).headers['location'], '/jobs/a')
  const other = cookieOf((await club.page('/', { cookie: 'browser=odd' })).headers) ?? ''
  t.match(other, /^browser=[\w-]{22}$/)
  t.not(other, cookie)
  t.equal((await next(other)).headers['location'], '/jobs/b')
  await club.page('/jobs/a', { cookie })
  await whenSaid(club, /Open in a browser/, true)
})

t.test('pages of every job lead to the next', async (t) => {
  const club = await startClub(t)
  await withWaiting(club, ['a'])
  for (const path of ['/jobs/a', '/jobs/a/frames/1', '/jobs/a/result', '/compare', '/']) {
    const shown = await club.page(path)
    t.equal(shown.status, 200)
    const href = path.startsWith('/jobs/') ? '/club/next?after=a' : '/club/next'
    t.match(shown.text, `<a href="${href}">Next waiting job</a>`, path)
  }
})

t.test(
  'replicas know of each other who is where',
  { skip: withoutPart(POSTGRES) },
  async (t: Test) => {
    const server = await startPostgres(t)
    const env = { ...PROXY, DATABASE_URL: await server.database() }
    const here = await startClub(t, env)
    const there = await startClub(t, env)
    await withWaiting(here, ['a', 'b', 'c'], as('Ben'))
    await here.page('/jobs/a', as('Anna'))
    await whenSaid(there, /Anna is here/, true, as('Ben'))
    const led = await Promise.all([
      there.page('/club/next', as('Ben')),
      here.page('/club/next', as('Cleo')),
    ])
    t.strictSame(led.map(({ headers }) => headers['location']).toSorted(), ['/jobs/b', '/jobs/c'])
    await here.close()
    await whenSaid(there, /Anna is here/, false, as('Ben'))
  },
)

t.test('who asks for the head of the next job is sent to none, and keeps none', async (t) => {
  const club = await startClub(t, PROXY)
  await withWaiting(club, ['a', 'b'], as('Ben'))
  for (let i = 0; i < 3; i += 1) {
    const head = await club.ask('/club/next', { method: 'HEAD', headers: as('Anna') })
    t.equal(head.status, 303)
    t.equal(head.headers['location'], '/?state=waiting')
  }
  const ben = await club.page('/club/next', as('Ben'))
  t.equal(ben.status, 303)
  t.equal(ben.headers['location'], '/jobs/a', 'nobody else is on the way to it')
})

t.test('a page that asks where it holds no stream counts as a visit', async (t) => {
  let time = Date.now()
  const club = await startClub(t, PROXY, () => time)
  await withWaiting(club, ['a', 'b'], as('Ben'))
  for (const path of ['/jobs/a/live?seen=x', '/jobs/a/news?seen=x']) {
    const asked = await club.ask(path, { headers: { 'hx-request': 'true', ...as('Anna') } })
    t.equal(asked.status, 200, path)
    await whenSaid(club, /Anna is here/, true, as('Ben'))
    const next = await club.page('/club/next', as('Ben'))
    t.equal(next.headers['location'], '/jobs/b', 'Ben is not sent to it')
    time += 40_000
    await whenSaid(club, /Anna is here/, false, as('Ben'))
  }
})
