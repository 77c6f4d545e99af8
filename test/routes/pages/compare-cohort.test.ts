import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import t, { type Test } from 'tap'
import { startClub } from '../../support/club/club-app.ts'
import { ofComparison, ofResult, pressLink } from '../../support/club/links.ts'
import { ratedJob, ratedResult, strikers } from '../../support/club/rated-jobs.ts'

// Several results side by side say of each where it stands among the club's own, as its own page does.

async function start(t: Test, jobs: Map<string, object>, env: Record<string, string> = {}) {
  const club = await startClub(t, env, Date.now, { sweepMs: 3_600_000 })
  for (const [id, job] of jobs) club.jobs.set(id, job)
  for (const id of jobs.keys()) t.equal((await club.page(`/jobs/${id}/result`)).status, 200)
  await club.app.club.write()
  return club
}

const compared = (ids: string[], what = 'compare') =>
  `/${what}?${ids.map((id) => `job=${id}`).join('&')}`

/** The cells of a row of the table: the number, and the place in the club. */
const cellsOf = (html: string, name: string) => {
  const [, cells = ''] =
    new RegExp(`<tr>\\s*<th scope="row">${name}<.*?</th>(.*?)</tr>`, 's').exec(html) ?? []
  return [...cells.matchAll(/<td class="result-value">(.*?)<\/td>/gs)].map(([, cell]) => ({
    value: /<data value="([^"]*)"/.exec(cell!)?.[1] ?? null,
    place: /class="compare-place">([^<]*)/.exec(cell!)?.[1] ?? null,
  }))
}
/** Fields of a CSV without line breaks in it. */
const fieldsOf = (line: string) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted ?? bare!,
  )

t.test('each player has the place in the club that the page of the result has', async (t) => {
  const { page } = await start(t, strikers(12))
  const ids = ['j3', 'j9', 'j0']
  const { status, text } = await page(compared(ids))
  t.equal(status, 200)
  // (3 + 0.5) / 12, (9 + 0.5) / 12, 0.5 / 12.
  t.strictSame(cellsOf(text, 'Finishing'), [
    { value: '35', place: 'percentile 29 among 12' },
    { value: '65', place: 'percentile 79 among 12' },
    { value: '20', place: 'percentile 4 among 12' },
  ])
  t.match(cellsOf(text, 'Composure'), [
    { place: 'not ranked: 5 of 10 players' },
    { value: null, place: 'not ranked: 5 of 10 players' },
    { place: 'not ranked: 5 of 10 players' },
  ])
  for (const [i, id] of ids.entries()) {
    const own = await page(`/jobs/${id}/result`)
    t.equal(own.status, 200)
    t.ok(own.text.includes(cellsOf(text, 'Finishing')[i]!.place!), id)
  }
  const said = text.match(/Compared among 12 players of this club/g)
  t.equal(said?.length, 1, 'once, where it is the same for all')
  t.match(text, /<p>Compared among 12 players of this club, each of these included \(role Striker/)
  t.match(text, /“Percentile 73 among 24”/)
})

t.test('the CSV has what the table has, to the digit, and how it was counted', async (t) => {
  const { page } = await start(t, strikers(12))
  const ids = ['j3', 'j9']
  const [table, csv] = [await page(compared(ids)), await page(compared(ids, 'compare.csv'))]
  t.strictSame([table.status, csv.status], [200, 200])
  const [head, ...lines] = csv.text.slice(1).split('\r\n').map(fieldsOf)
  t.strictSame(head, [
    ...['Part', 'Measure', 'Player j3'],
    ...['Player j3: club percentile rank', 'Player j3: club players'],
    ...['Player j9', 'Player j9: difference'],
    ...['Player j9: club percentile rank', 'Player j9: club players'],
    ...['Unit', 'Range', 'Meaning'],
  ])
  for (const name of ['Finishing', 'Heading', 'Positioning']) {
    const line = lines.find((fields) => fields[1] === name)!
    const [first, second] = cellsOf(table.text, name)
    t.equal(line[2], first?.value, name)
    t.equal(`percentile ${line[3]} among ${line[4]}`, first?.place, name)
    t.equal(line[5], second?.value, name)
    t.equal(`percentile ${line[7]} among ${line[8]}`, second?.place, name)
  }
  const club = lines.filter(([part]) => part === 'Club').map((fields) => fields.at(-1))
  t.match(club[0], /^Compared among 12 players/)
  t.ok(club.some((rule) => /“Percentile 73 among 24”/.test(rule!)))
})

t.test('players of different kinds are each compared with their own, and it is said', async (t) => {
  const jobs = strikers(12)
  jobs.set('keeper', ratedJob('keeper', ratedResult({ Finishing: 50 }), { role: 'Goalkeeper' }))
  const { page } = await start(t, jobs)
  const { status, text } = await page(compared(['j3', 'keeper']))
  t.equal(status, 200)
  t.strictSame(
    cellsOf(text, 'Finishing').map(({ place }) => place),
    ['percentile 29 among 12', null],
  )
  t.match(text, /<p>Player j3: Compared among 12 players/)
  t.match(text, /<p>Player keeper: Not compared with the club: 1 player of 10/)
})

t.test('whose place could not be read in the list is told so', async (t) => {
  const jobs = strikers(12)
  jobs.set('keeper', ratedJob('keeper', ratedResult({ Finishing: 50 }), { role: 'Goalkeeper' }))
  for (const what of ['compare', 'compare.csv']) {
    const file = join(t.testdir({}), `${what}.db`)
    const { page, close } = await start(t, jobs, { DATABASE_URL: `sqlite:${file}` })
    t.equal((await page(compared(['j3', 'j4'], what))).status, 200)
    const other = new DatabaseSync(file)
    other.exec(`update club_ratings set measures = 'damaged' where job_id = 'keeper'`)
    other.close()
    const { status, text } = await page(compared(['j3', 'keeper'], what))
    t.equal(status, 200)
    t.match(text, what === 'compare' ? 'percentile 29 among 12' : ',35,29,12,50,')
    t.match(text, /Player j3: Compared among 12 players of this club, this one included/)
    t.match(text, /Player keeper: Not compared with the club: its list could not be read in time\./)
    await close()
  }
})

t.test('under ten players no place is said, on the page and in the CSV', async (t) => {
  const { page } = await start(t, strikers(9))
  const [table, csv] = [
    await page(compared(['j3', 'j4'])),
    await page(compared(['j3', 'j4'], 'compare.csv')),
  ]
  t.strictSame([table.status, csv.status], [200, 200])
  t.match(table.text, /9 players of 10 that are needed/)
  t.notMatch(table.text, /percentile|compare-place/)
  t.notMatch(csv.text, /percentile/)
})

t.test('without a list the comparison is whole, and says nothing of a club', async (t) => {
  const club = await startClub(t, { DATABASE_URL: 'off' })
  for (const [id, job] of strikers(12)) club.jobs.set(id, job)
  for (const what of ['compare', 'compare.csv']) {
    const { status, text } = await club.page(compared(['j3', 'j9'], what))
    t.equal(status, 200)
    t.match(text, /Finishing/)
    t.notMatch(text, /[Cc]ompared (with|among)|percentile|of this club/)
  }
})

t.test(
  'a link for the coach says of the club what the link of a result says: nothing',
  async (t) => {
    const { page, ask, origin } = await start(t, strikers(12))
    for (const fields of [ofComparison('j3', 'j9'), ofResult('j3')]) {
      const made = await pressLink({ ask, origin }, fields)
      t.equal(made.status, 200)
      for (const path of [made.path, `${made.path}/result.csv`]) {
        const { status, text } = await page(path)
        t.equal(status, 200)
        t.match(text, /Finishing/)
        t.notMatch(text, /percentile|[Cc]ompared among|compare-place/)
      }
    }
  },
)
