import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { startClub } from '../../support/club/club-app.ts'
import { ratedJob, ratedResult, strikers } from '../../support/club/rated-jobs.ts'

/** A club that has seen the results of these jobs. */
async function start(t: Test, jobs: Map<string, object>, env: Record<string, string> = {}) {
  // No sweep: it would find the fault of a database before a page does.
  const club = await startClub(t, env, Date.now, { sweepMs: 3_600_000 })
  for (const [id, job] of jobs) club.jobs.set(id, job)
  for (const id of jobs.keys()) t.equal((await club.page(`/jobs/${id}/result`)).status, 200)
  await club.app.club.write()
  return club
}

const COLUMN = /<td data-label="Among the club’s 12">([^<]*)<\/td>/
/** The rows of the table: name, value, and what stands in the column of the club. */
const rowsOf = (html: string) =>
  [...html.matchAll(/<tr>\s*<th scope="row">([^<]*)<\/th>(.*?)<\/tr>/gs)].map(
    ([, name, cells]) => ({
      name: name!,
      value: /(?:<data value="|result-absent">)([^"<]*)/.exec(cells!)?.[1] ?? '',
      club: COLUMN.exec(cells!)?.[1] ?? '',
    }),
  )
/** Fields of a CSV without line breaks in it. */
const fieldsOf = (line: string) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted ?? bare!,
  )

t.test('a rated result says where it stands among the club’s own', async (t) => {
  const { page } = await start(t, strikers(12))
  const { status, text } = await page('/jobs/j9/result')
  t.equal(status, 200)
  // Nine have less, the tenth is this one: (9 + 0.5) / 12.
  t.match(text, /percentile 79 among 12/)
  t.match(
    text,
    /Compared among 12 players of this club, this one included \(role Striker, category U17, scores: version 2\.0, model v1\)/,
  )
  t.match(text, /“Percentile 73 among 24”: the players with a lower number/)
  t.equal([...text.matchAll(/<path class="radar-ring" data-kind="quartile" d="M/g)].length, 3)
  t.match(text, /Median of the club’s 12: Finishing 47\.5, Heading 48\.5, Positioning 49\.5/)
  const [finishing] = rowsOf(text).filter(({ name }) => name === 'Finishing')
  t.strictSame(finishing, {
    name: 'Finishing',
    value: '65',
    club: 'percentile 79 among 12; quartiles 33.75, 47.5, 61.25',
  })
  const first = await page('/jobs/j0/result')
  t.equal(first.status, 200)
  t.match(first.text, /not ranked: 5 of 10 players/, 'a measure that few have')
})

t.test('CSV and JSON have what the table has, to the digit, and how it was counted', async (t) => {
  const { page } = await start(t, strikers(12))
  const { status, text } = await page('/jobs/j3/result')
  const csv = await page('/jobs/j3/result.csv')
  const json = await page('/jobs/j3/result.json')
  t.strictSame([status, csv.status, json.status], [200, 200, 200])
  const [head, ...lines] = csv.text.slice(1).split('\r\n').map(fieldsOf)
  t.strictSame(head!.slice(-5), [
    'Club: percentile rank',
    'Club: players',
    'Club: lower quartile',
    'Club: median',
    'Club: upper quartile',
  ])
  const { touchline } = json.json()
  const rows = rowsOf(text).filter(({ club }) => club !== '')
  t.equal(rows.length, 8)
  for (const { name, value, club } of rows) {
    const line = lines.find((fields) => fields[1] === name)!
    const [percent, n, ...quartiles] = line.slice(-5)
    t.equal(line[2], value, name)
    const words =
      quartiles[0] === ''
        ? percent
        : `percentile ${percent} among ${n}; quartiles ${quartiles.join(', ')}`
    t.equal(words, club, name)
    const same = touchline.cohort.measures.find((one: { measure: string }) => one.measure === name)
    t.strictSame(
      same.quartiles ?? ['', '', ''],
      quartiles[0] === '' ? quartiles : quartiles.map(Number),
    )
    t.equal(same.players, Number(n), name)
    t.equal(same.percentile_rank, quartiles[0] === '' ? null : Number(percent), name)
  }
  t.equal(touchline.cohort.players, 12)
  t.ok(lines.some((fields) => fields[0] === 'Club' && /Compared among 12 players/.test(fields[6]!)))
  t.ok(touchline.cohort.rules.some((rule: string) => /“Percentile 73 among 24”/.test(rule)))
})

t.test('under ten players nothing is compared, and how many there are is said', async (t) => {
  const { page } = await start(t, strikers(9))
  const { status, text } = await page('/jobs/j3/result')
  t.equal(status, 200)
  t.match(
    text,
    /Not compared with the club: 9 players of 10 that are needed have a rated result of this kind/,
  )
  t.notMatch(text, /percentile|radar-ring|Among the club/)
  const json = await page('/jobs/j3/result.json')
  t.equal(json.status, 200)
  t.match(json.json().touchline.cohort, { compared: false, words: /9 players of 10/ })
})

t.test('who has no fair company is told why', async (t) => {
  const jobs = strikers(12)
  const radar = { Finishing: 50 }
  const plain = { schema_version: null, score_provenance: null }
  jobs.set('roleless', ratedJob('roleless', ratedResult(radar), { role: ' ', category: '' }))
  jobs.set('unnamed', ratedJob('unnamed', ratedResult(radar, plain)))
  jobs.set('odd', ratedJob('odd', ratedResult(radar, { player_evaluation_available: false })))
  jobs.set('bare', ratedJob('bare', { evaluation_status: 'TRACKING_ONLY', explain: 'Withheld.' }))
  const { page } = await start(t, jobs)
  for (const [id, words] of [
    ['roleless', /the job names no role and no category\./],
    ['unnamed', /1 player of 10 .*scores: no version named\)/],
    ['odd', /the service marks these ratings as none of the player/],
  ] as const) {
    const { status, text } = await page(`/jobs/${id}/result`)
    t.equal(status, 200)
    t.match(text, words)
  }
  const bare = await page('/jobs/bare/result')
  t.equal(bare.status, 200)
  t.notMatch(bare.text, /compared with the club/i, 'nothing was rated')
})

t.test('notes are on the page and in the files, and none of them is a formula', async (t) => {
  const { page, ask } = await start(t, strikers(1))
  const written = await ask('/jobs/j0/notes', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: `text=${encodeURIComponent('=HYPERLINK("http://x") <b>left</b>')}`,
  })
  t.equal(written.status, 303)
  const [html, csv, json] = await Promise.all(
    ['result', 'result.csv', 'result.json'].map((what) => page(`/jobs/j0/${what}`)),
  )
  t.strictSame([html!.status, csv!.status, json!.status], [200, 200, 200])
  t.match(html!.text, /=HYPERLINK\(&quot;http:\/\/x&quot;\) &lt;b&gt;left/)
  t.match(csv!.text, /\r\nNote,\d{4}-[^,]*,,,,,"'=HYPERLINK/)
  t.match(json!.json().touchline.notes, [{ text: '=HYPERLINK("http://x") <b>left</b>', by: null }])
})

t.test('without a list, and with one that does not answer, the result is whole', async (t) => {
  const off = await startClub(t, { DATABASE_URL: 'off' })
  off.jobs.set('j0', ratedJob('j0', ratedResult({ Finishing: 61 })))
  for (const what of ['result', 'result.csv', 'result.json']) {
    const { status, text } = await off.page(`/jobs/j0/${what}`)
    t.equal(status, 200)
    t.match(text, /Finishing/)
    t.notMatch(text, /touchline"|[Cc]ompared|Club:/)
  }
  const file = join(t.testdir({}), 'touchline.db')
  const club = await start(t, strikers(12), { DATABASE_URL: `sqlite:${file}` })
  const other = new DatabaseSync(file)
  other.exec('alter table club_ratings rename to elsewhere')
  other.close()
  const { status, text } = await club.page('/jobs/j3/result')
  t.equal(status, 200)
  t.match(text, /Finishing/)
  t.notMatch(text, /[Cc]ompared/)
  await club.close()
})
