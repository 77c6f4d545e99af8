import { join } from 'node:path'
import t from 'tap'
import { jobData } from '../../support/club/club-app.ts'
import {
  ofComparison,
  ofResult,
  pressForm,
  pressLink,
  rated,
  withResults,
} from '../../support/club/links.ts'
import { json } from '../../support/service/upstream-server.ts'

const ENDED = 'This link has ended or was never valid.'

t.test('a link shows the result to whoever has its address, without signing in', async (t) => {
  const club = await withResults(t)
  const made = await pressLink(club, ofResult('j1'))
  t.equal(made.status, 200)
  t.match(made.path, /^\/shared\/[A-Za-z0-9_-]{43}$/)
  t.equal(made.address, club.origin + made.path, 'a whole address')
  const shown = await club.page(made.path)
  t.equal(shown.status, 200)
  t.match(shown.text, /<h1>Result of L\. Okafor \(9\)<\/h1>/)
  t.match(shown.text, /rated 7\.6 of 10/)
  t.match(shown.text, /Radar of the result/)
  t.match(shown.text, /id="result-table"/)
  t.notMatch(shown.text, /no longer what was shared with you/)
  t.match(shown.headers, {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': /noindex/,
    'content-security-policy': /default-src 'none'/,
  })
  t.equal(shown.headers['set-cookie'], undefined)
  const csv = await club.ask(`${made.path}/result.csv`)
  t.equal(csv.status, 200)
  t.match(csv.text, /L|positioning/i)
  t.equal(csv.headers['referrer-policy'], 'no-referrer')
  const head = await club.ask(made.path, { method: 'HEAD' })
  t.equal(head.status, 200)
  t.equal(head.text, '')
})

t.test('a link shows a comparison, and one lost job costs itself alone', async (t) => {
  const club = await withResults(t)
  const made = await pressLink(club, ofComparison('j1', 'j2'))
  t.equal(made.status, 200)
  const both = await club.page(made.path)
  t.equal(both.status, 200)
  t.match(both.text, /L\. Okafor \(9\)/)
  t.match(both.text, /A\. Petrova \(6\)/)
  t.equal((await club.ask(`${made.path}/result.csv`)).status, 200)
  t.equal((await club.ask(`${made.path}/image/target`)).status, 404, 'it has no picture')
  club.jobs.delete('j2')
  club.clock.ms += 10_000
  const one = await club.page(made.path)
  t.equal(one.status, 200)
  t.match(one.text, /One player of this comparison cannot be shown at present/)
  t.notMatch(one.text, /j2/)
})

t.test(
  'what a link does not have is said to be missing, and not that the job is lost',
  async (t) => {
    const club = await withResults(t)
    const made = await pressLink(club, ofResult('j1'))
    const several = await pressLink(club, ofComparison('j1', 'j2'))
    club.jobs.set('j1', jobData('j1', { status: 'RUNNING' }))
    club.jobs.set('j2', jobData('j2', { status: 'RUNNING' }))
    club.clock.ms += 10_000
    for (const path of [
      `${made.path}/image/target`,
      `${made.path}/result.csv`,
      `${several.path}/image/target`,
      `${several.path}/result.csv`,
    ]) {
      const missing = await club.page(path)
      t.equal(missing.status, 404, path)
      t.match(missing.text, /<h1>There is no such picture or file<\/h1>/, path)
      t.match(missing.text, /The link is right/, path)
      t.notMatch(missing.text, /analysis service|any more/, path)
    }
  },
)

t.test('a link that is given under a name of ours is of that name', async (t) => {
  const club = await withResults(t, {
    PUBLIC_ORIGINS: 'https://touchline.club.lan',
    BASE_PATH: '/desk',
  })
  const headers = { host: 'touchline.club.lan', origin: 'https://touchline.club.lan' }
  const answer = await club.ask('/desk/club/links', {
    method: 'POST',
    headers: {
      ...headers,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(ofResult('j1')).toString(),
  })
  t.equal(answer.status, 200)
  const [, path = ''] =
    /id="link-address">https:\/\/touchline\.club\.lan([^<]*)</.exec(answer.text) ?? []
  t.match(path, /^\/desk\/shared\//)
  const shown = await club.page(path, { host: 'touchline.club.lan' })
  t.equal(shown.status, 200)
  t.match(shown.text, new RegExp(`href="${path}/result\\.csv"`))
  t.equal((await club.page(path, { host: 'rebound.test' })).status, 421, 'the host is checked')
  t.notMatch((await club.page(path, { host: 'rebound.test' })).text, 'Okafor')
  const foreign = { ...headers, origin: 'https://other.test' }
  t.equal((await pressForm(club, '/desk/club/links', foreign, 'kind=result&job=j1')).status, 403)
})

t.test('a job that was run again, and one that is gone, are said to be so', async (t) => {
  const club = await withResults(t)
  const { path } = await pressLink(club, ofResult('j1'))
  club.jobs.set('j1', rated('j1', { result: { match_rating_10: 4.2 } }))
  club.clock.ms += 10_000
  const again = await club.page(path)
  t.equal(again.status, 200)
  t.match(again.text, /no longer what was shared with you/)
  t.match(again.text, /the analysis was run again, or its player was changed/)
  t.match(again.text, /rated 4\.2 of 10/)
  club.jobs.set('j1', jobData('j1', { status: 'RUNNING', progress: { step: 'TRACKING', pct: 40 } }))
  club.clock.ms += 10_000
  const running = await club.page(path)
  t.equal(running.status, 200)
  t.match(running.text, /The result that was shared is not there any more/)
  t.notMatch(running.text, /job page/)
  club.jobs.delete('j1')
  club.clock.ms += 10_000
  const gone = await club.page(path)
  t.equal(gone.status, 404)
  t.match(gone.text, /This result is not there any more/)
  t.match(gone.text, /The video-analysis service does not know this result any more\./)
  // As another server answers: a wrong API_BASE_URL, or what stands before the service.
  club.upstream.on('GET /jobs/j1', {
    status: 404,
    headers: { 'content-type': 'text/html' },
    body: '<h1>Not Found</h1>',
  })
  club.clock.ms += 10_000
  const elsewhere = await club.page(path)
  t.equal(elsewhere.status, 502)
  t.match(elsewhere.text, /Nothing can be shown at present/)
})

t.test('a service that fails is a sentence, and the link goes on afterwards', async (t) => {
  const club = await withResults(t)
  const { path } = await pressLink(club, ofResult('j1'))
  club.clock.ms += 10_000
  club.upstream.on('GET /jobs/j1', json({ ok: false, error: { code: 'BROKEN' } }, 500))
  const failed = await club.page(path)
  t.ok(failed.status >= 500, String(failed.status))
  t.match(failed.text, /Nothing can be shown at present/)
  t.notMatch(failed.text, /BROKEN/)
})

t.test(
  'where there is no list nothing is offered, and every link is one that has ended',
  async (t) => {
    const club = await withResults(t, { DATABASE_URL: 'off' })
    const page = await club.page('/jobs/j1/result')
    t.equal(page.status, 200)
    t.notMatch(page.text, /link for the coach/i)
    t.equal((await pressLink(club, ofResult('j1'))).status, 503)
    const link = await club.page(`/shared/${'A'.repeat(43)}`)
    t.equal(link.status, 404)
    t.match(link.text, ENDED)
  },
)

t.test('a database that is away is a sentence on both pages', async (t) => {
  const folder = t.testdir({ file: 'no folder' })
  const club = await withResults(t, { DATABASE_URL: `sqlite:${join(folder, 'file', 'a.db')}` })
  const page = await club.page('/jobs/j1/result')
  t.equal(page.status, 200)
  t.match(page.text, /A link for the coach cannot be made at present/)
  t.notMatch(page.text, /<button>Make a link for the coach/)
  const link = await club.page(`/shared/${'A'.repeat(43)}`)
  t.equal(link.status, 503)
  t.match(link.text, /Nothing can be shown at present/)
})
