import t from 'tap'
import { startClub } from '../../support/club/club-app.ts'
import { ofComparison, ofResult, pressLink, rated } from '../../support/club/links.ts'
import { startPostgres } from '../../support/club/postgres-server.ts'
import { POSTGRES, withoutPart } from '../../support/parts/parts.ts'
import { rawRequest, readAnswer } from '../../support/raw-request.ts'

const SECRET = 'sixteen characters'
const PROXY = { AUTH: 'proxy', AUTH_PROXY_SECRET: SECRET, TRUSTED_PROXIES: '127.0.0.0/8' }
const ANNA = { 'x-forwarded-user': 'Anna', 'x-forwarded-secret': SECRET }
const ENDED = 'This link has ended or was never valid.'

t.test('whoever has not signed in is shown the page with its style, in every mode', async (t) => {
  const club = await startClub(t, PROXY)
  club.jobs.set('j1', rated('j1'))
  const { path } = await pressLink(club, ofResult('j1'), ANNA)
  const shown = await club.page(path)
  t.equal(shown.status, 200)
  const files = [...shown.text.matchAll(/(?:href|src)="([^"]*\/assets\/[^"]*)"/g)].map(
    ([, one]) => one!,
  )
  t.ok(files.length > 1)
  for (const file of files) {
    const answer = await club.ask(file)
    t.equal(answer.status, 200, file)
    t.equal(answer.headers['www-authenticate'], undefined)
  }
  t.equal((await club.ask('/api/jobs/j1')).status, 401, 'all else asks')
})

t.test('an address that is nearly right asks nobody to sign in either', async (t) => {
  const club = await startClub(t, PROXY)
  club.jobs.set('j1', rated('j1'))
  const { path } = await pressLink(club, ofResult('j1'), ANNA)
  const slash = await club.page(`${path}/`)
  t.equal(slash.status, 308)
  t.equal(slash.headers['location'], path)
  const csv = await club.page(`${path}/result.csv/`)
  t.equal(csv.status, 308)
  t.equal(csv.headers['location'], `${path}/result.csv`)
  for (const odd of [`${path}/x`, '/shared/', '/shared//', '/shared/a/b/c']) {
    const shown = await club.page(odd)
    t.equal(shown.status, 404, odd)
    t.match(shown.text, ENDED, odd)
    t.match(shown.headers, { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    t.equal(shown.headers['www-authenticate'], undefined)
  }
})

t.test('no answer below the address of a link is kept, whoever gives it', async (t) => {
  const club = await startClub(t)
  club.jobs.set('j1', rated('j1'))
  const { path } = await pressLink(club, ofResult('j1'))
  const asked = [
    { path: path.replace('/s', '/%73'), method: 'GET', status: 200 },
    { path: `${path}/`, method: 'GET', status: 308 },
    { path: `${path}/`, method: 'HEAD', status: 308 },
    { path, method: 'OPTIONS', status: 204 },
    { path, method: 'POST', status: 405 },
    { path: `${path}/image/target`, method: 'PUT', status: 405 },
  ] as const
  for (const { path, method, status } of asked) {
    const answer = await club.ask(path, { method })
    t.equal(answer.status, status, `${method} ${path}`)
    t.match(answer.headers, {
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    })
  }
})

t.test('readers are shown no id of a job, whatever the player is called', async (t) => {
  const club = await startClub(t)
  const nameless = { target: { player: {} } }
  for (const id of ['jobwithoutname', 'twinjob-a', 'twinjob-b']) {
    club.jobs.set(id, rated(id, id.startsWith('twin') ? {} : nameless))
  }
  const one = await pressLink(club, ofResult('jobwithoutname'))
  const twins = await pressLink(club, ofComparison('twinjob-a', 'twinjob-b'))
  for (const { path } of [one, twins]) {
    for (const part of ['', '/result.csv']) {
      const shown = await club.page(path + part)
      t.equal(shown.status, 200)
      const all = shown.text + JSON.stringify(shown.headers)
      t.notMatch(all, /jobwitho|twinjob/)
    }
  }
  const compared = await club.page(twins.path)
  t.match(compared.text, /L\. Okafor, analysis 1/)
  t.match(compared.text, /L\. Okafor, analysis 2/)
})

t.test(
  'while the database is away nobody is counted as guessing',
  { skip: withoutPart(POSTGRES) },
  async (t) => {
    const server = await startPostgres(t)
    const club = await startClub(t, { DATABASE_URL: await server.database() })
    club.jobs.set('j1', rated('j1'))
    const { path } = await pressLink(club, ofResult('j1'))
    await server.stop()
    for (let n = 0; n < 40; n += 1) t.equal((await club.page(path)).status, 503)
    await server.start()
    for (;;) {
      const { status } = await club.page(path)
      if (status === 200) break
      if (status !== 503) t.fail(`answered ${status}`)
      await new Promise((next) => setTimeout(next, 50))
    }
  },
)

t.test('a link is offered for a comparison of which each job has a result', async (t) => {
  const club = await startClub(t)
  for (const id of ['j1', 'j2']) club.jobs.set(id, rated(id))
  club.jobs.set('j3', rated('j3', { status: 'RUNNING', result: null, data: null }))
  const offered = async (query: string) => {
    const shown = await club.page(`/compare?${query}`)
    t.equal(shown.status, 200)
    return /Make a link for the coach<\/button>/.test(shown.text)
  }
  t.equal(await offered('job=j1&job=j2'), true)
  t.equal(await offered('job=j1&job=unknown'), false)
})

t.test('no link is made for whoever cannot be told its address', async (t) => {
  const body = new URLSearchParams(ofResult('j1')).toString()
  const withoutHost = [
    'POST /club/links HTTP/1.0',
    'Accept: text/html',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
  const club = await startClub(t)
  club.jobs.set('j1', rated('j1'))
  const nameless = readAnswer(await rawRequest(Number(new URL(club.origin).port), withoutHost))
  t.equal(nameless.status, 400)
  t.match(nameless.body, /The request must be HTTP\/1\.1 and name one host/)
  t.same(await club.app.club.links.ofJob('j1'), [])
  const named = await startClub(t, { PUBLIC_ORIGINS: 'https://touchline.example' })
  named.jobs.set('j1', rated('j1'))
  const made = readAnswer(await rawRequest(Number(new URL(named.origin).port), withoutHost))
  t.equal(made.status, 200)
  t.match(made.body, /id="link-address">https:\/\/touchline\.example\/shared\//)
})
