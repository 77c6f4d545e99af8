import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { jobData, startClub } from '../../support/club/club-app.ts'
import {
  ofComparison,
  ofResult,
  pressForm,
  pressLink,
  rated,
  revokeForms,
} from '../../support/club/links.ts'
import { json } from '../../support/service/upstream-server.ts'

const DAY_MS = 86_400_000
const ENDED = 'This link has ended or was never valid.'

/** Touchline with two rated jobs, and a clock that a test moves. */
async function withResults(t: Parameters<typeof startClub>[0], env: Record<string, string> = {}) {
  const clock = { ms: Date.now() }
  const club = await startClub(t, env, () => clock.ms)
  club.jobs.set('j1', rated('j1'))
  club.jobs.set(
    'j2',
    rated('j2', {
      target: { player: { player_name: 'A. Petrova', team_name: 'South End', shirt_number: 6 } },
    }),
  )
  return { ...club, clock }
}

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
  t.notMatch(shown.text, /Not what was shared with you/)
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

t.test('wrong, ended and revoked links have one and the same page', async (t) => {
  const club = await withResults(t)
  const ended = await pressLink(club, ofResult('j1', '1'))
  club.clock.ms += 1
  const revoked = await pressLink(club, ofResult('j1', '7'))
  t.equal(ended.status, 200)
  t.equal((await club.page(ended.path)).status, 200)
  t.equal((await club.page(revoked.path)).status, 200)
  const [newest = ''] = revokeForms((await club.page('/jobs/j1/result')).text)
  t.equal((await pressForm(club, newest)).status, 303)
  const afterRevoking = await club.page(revoked.path)
  club.clock.ms += DAY_MS
  const afterItsEnd = await club.page(ended.path)
  const never = await club.page(`/shared/${'A'.repeat(43)}`)
  const odd = await club.page('/shared/abc')
  for (const answer of [afterRevoking, afterItsEnd, never, odd]) {
    t.equal(answer.status, 404)
    t.match(answer.text, ENDED)
    t.equal(answer.text, never.text)
    t.match(answer.headers, { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  }
  t.equal((await club.ask(`${ended.path}/result.csv`)).status, 404)
  t.equal((await club.ask(`${ended.path}/image/target`)).status, 404)
  t.notMatch(never.text, /href="\/(?!assets)/, 'it leads nowhere')
})

t.test('the database holds the hash of a token and never the token', async (t) => {
  const file = join(t.testdir({}), 'touchline.db')
  const club = await withResults(t, { DATABASE_URL: `sqlite:${file}` })
  const { path } = await pressLink(club, ofResult('j1'))
  const token = path.slice('/shared/'.length)
  const other = new DatabaseSync(file)
  const [row] = other.prepare('select * from club_links').all() as Record<string, unknown>[]
  other.close()
  t.equal(row?.['hash'], createHash('sha256').update(token).digest('base64url'))
  t.notMatch(JSON.stringify(row), token)
  // Before the folder goes.
  await club.close()
})

t.test('the token is in no line of the log and in no metric, however it is written', async (t) => {
  const club = await withResults(t, { LOG_LEVEL: 'debug' })
  const { path } = await pressLink(club, ofResult('j1'))
  const token = path.slice('/shared/'.length)
  const escaped = `/%73hared/${token}`
  t.equal((await club.page(path)).status, 200)
  t.equal((await club.page(escaped)).status, 200, 'it is the same address')
  t.equal((await club.page(`${path}/`)).status, 308)
  for (const odd of [
    `${path}/nothing`,
    `${path}/%ff`,
    `/SHARED/${token}`,
    `//shared//${token}`,
    `/shared%252F${token}`,
    `/shared;/${token}`,
  ]) {
    t.ok((await club.page(odd)).status >= 400, odd)
  }
  t.equal((await club.ask(path, { method: 'POST' })).status, 405)
  const metrics = await club.ask('/metrics')
  t.equal(metrics.status, 200)
  t.match(metrics.text, 'route="/shared/:token"')
  await club.close()
  t.ok(
    club.logs.some((line) => line.includes('/shared/…')),
    'its requests are logged',
  )
  t.notMatch(club.logs.join('\n'), token)
  t.notMatch(metrics.text, token)
})

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
  t.match(again.text, /Not what was shared with you/)
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
  'many readers of a link cost the service one read, and too many are told to wait',
  async (t) => {
    const club = await withResults(t)
    const { path } = await pressLink(club, ofResult('j1'))
    t.equal((await club.page(path)).status, 200)
    const before = club.upstream.requests.length
    const answers = await Promise.all(Array.from({ length: 300 }, () => club.page(path)))
    const statuses = answers.map(({ status }) => status)
    t.strictSame([...new Set(statuses)].sort(), [200, 429])
    t.ok(club.upstream.requests.length - before <= 1, 'one read at most')
    const late = answers.find(({ status }) => status === 429)
    t.equal(late?.headers['retry-after'], '60')
    club.clock.ms += 61_000
    t.equal((await club.page(path)).status, 200)
  },
)

t.test('wrong tokens are counted by client, and a link that is in use goes on', async (t) => {
  const club = await withResults(t)
  const { path } = await pressLink(club, ofResult('j1'))
  t.equal((await club.page(path)).status, 200)
  const wrong = (n: number) => club.page(`/shared/${String(n).padStart(43, 'x')}`)
  const statuses: number[] = []
  for (let n = 0; n < 40; n += 1) statuses.push((await wrong(n)).status)
  t.strictSame(statuses, [...Array(30).fill(404), ...Array(10).fill(429)])
  t.equal((await club.page(path)).status, 200)
  club.clock.ms += 61_000
  t.equal((await wrong(99)).status, 404)
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

t.test('a secret in every text of a job is nowhere in what a link shows', async (t) => {
  const club = await withResults(t, { FRAME_SOURCES: 'http://127.0.0.1:1/frames/' })
  const secret = 'c4na4ybird'
  const signed = `http://127.0.0.1:1/frames/a.jpg?X-Amz-Signature=${secret}`
  const words = `no ${signed} found, password=${secret}`
  const frame = { time_sec: 0, key: 'k', width: 10, height: 10, signed_url: signed, tracks: [] }
  club.jobs.set(
    'j1',
    rated('j1', {
      role: words,
      category: words,
      warnings: [words],
      video_url: signed,
      preview_frames: [frame],
      target: {
        confirmed: true,
        player: { player_name: 'L. Okafor', team_name: words, shirt_number: 9 },
        source: { title: words, competition: words, season: words },
        selections: [{ frame_key: 'k', frame_time_sec: 0, x: 0.1, y: 0.1, w: 0.2, h: 0.3 }],
      },
      assets: {
        inputVideoUrl: signed,
        clips: [{ label: words, url: signed, startSec: 0, endSec: 1 }],
      },
      result: {
        match_rating_10: 7.6,
        radar: { [words]: 50 },
        explain: words,
        limitations: [words],
        reason_codes: [words],
        [words]: 7,
      },
    }),
  )
  for (const made of [
    await pressLink(club, ofResult('j1')),
    await pressLink(club, ofComparison('j1', 'j2')),
  ]) {
    t.equal(made.status, 200)
    const shown = await club.page(made.path)
    t.equal(shown.status, 200)
    const csv = await club.ask(`${made.path}/result.csv`)
    t.equal(csv.status, 200)
    t.notMatch(shown.text + csv.text, secret)
  }
  const made = await pressLink(club, ofResult('j1'))
  t.match((await club.page(made.path)).text, `${made.path}/image/target`)
  t.equal((await club.page(`${made.path}/image/target?w=9`)).status, 400)
  const picture = await club.page(`${made.path}/image/target`)
  t.equal(picture.status, 502, 'the store is away')
  t.match(picture.text, /Nothing can be shown at present/)
  t.notMatch(picture.text, secret)
  t.equal((await club.page(`${made.path}/image/other`)).status, 404)
  await club.close()
  t.notMatch(club.logs.join('\n'), secret)
})
