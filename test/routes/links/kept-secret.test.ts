import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import {
  ofComparison,
  ofResult,
  pressForm,
  pressLink,
  rated,
  revokeForms,
  withResults,
} from '../../support/club/links.ts'

const DAY_MS = 86_400_000
const ENDED = 'This link has ended or was never valid.'

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
  const [begin, end] = [token.slice(0, 20), token.slice(21)]
  const inside = `/%73hared/${begin}%${token.charCodeAt(20).toString(16)}${end}`
  t.equal((await club.page(inside)).status, 200, 'so is that')
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
  for (const part of [token, begin, end]) {
    t.notMatch(club.logs.join('\n'), part)
    t.notMatch(metrics.text, part)
  }
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
