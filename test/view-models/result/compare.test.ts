import t from 'tap'
import { readJob } from '../../../src/domain/job/read-job.ts'
import { compareCsv } from '../../../src/domain/result/files/compare-csv.ts'
import { readResult } from '../../../src/domain/result/result.ts'
import { createUrls } from '../../../src/urls.ts'
import { MAX_COMPARED, toComparePage } from '../../../src/view-models/result/compare.ts'

const urls = createUrls('', 'v1')

const read = (jobs: Record<string, unknown>[]) =>
  jobs.map((data, index) => {
    const job = readJob({ id: `job-${index}`, role: 'Striker', status: 'COMPLETED', ...data })
    return { job, reading: readResult(job), label: job.id }
  })
const compare = (...jobs: Record<string, unknown>[]) => toComparePage(read(jobs), urls)
const csvOf = (...jobs: Record<string, unknown>[]) => compareCsv(read(jobs))
const rated = (radar: object) => ({ result: { match_rating_10: 7, radar } })

t.test('a row holds the same measure of every job, and says where one has none', (t) => {
  const { parts } = compare(rated({ Finishing: 61 }), { result: { impact_100: 5 } })
  const row = (label: string) =>
    parts.flatMap((part) => part.rows).find((candidate) => candidate.label === label)
  t.same(
    row('Finishing')?.cells.map(({ text }) => text),
    ['61', 'not measured'],
  )
  t.same(
    row('Impact')?.cells.map(({ text }) => text),
    ['not measured', '5'],
  )
  t.end()
})

t.test('what is so of one player alone stands in the cell, in any order of the players', (t) => {
  const plain = rated({ Finishing: 61, Heading: 50 })
  const odd = {
    result: {
      match_rating_10: 12,
      radar: { Finishing: 70 },
      skills_missing: [{ skill: 'Heading', reason: 'Too few touches' }],
    },
  }
  for (const jobs of [
    [plain, odd],
    [odd, plain],
  ]) {
    const rows = compare(...jobs).parts.flatMap((part) => part.rows)
    const csv = csvOf(...jobs)
    const row = (label: string) => rows.find((one) => one.label === label)
    const [rating, heading] = [row('Match rating'), row('Heading')]
    t.equal(rating?.meaning, 'The service’s rating of the player.')
    t.equal(heading?.meaning, 'One skill of the radar; higher is better.')
    const at = jobs.indexOf(odd)
    t.match(rating?.cells[at], { number: '12', unit: '(outside its range)' })
    t.match(heading?.cells[at], { number: null, text: 'not measured: Too few touches' })
    t.match(csv, ',12 (outside its range),')
    t.match(csv, ',not measured: Too few touches,')
    t.notMatch(csv, 'cannot be right')
  }
  t.end()
})

t.test('a skill that the guard took is withheld, not unmeasured', (t) => {
  const guarded = {
    status: 'PARTIAL',
    warnings: ['PLAYER_EVALUATION_WITHHELD'],
    result: { match_rating_10: null, explain: 'Diagnostica' },
  }
  const cells = compare(rated({ Finishing: 61 }), guarded)
    .parts.flatMap((part) => part.rows)
    .map(({ label, cells }) => [label, ...cells.map(({ text }) => text)])
  t.match(cells[0], ['Match rating', '7', 'withheld'])
  t.match(cells[1], ['Finishing', '61', 'withheld'])
  t.end()
})

t.test('no more than four jobs are compared, and no fifth can be added', (t) => {
  t.match(compare(rated({}), rated({}), rated({})), { add: { action: '/compare' } })
  const page = compare(...Array.from({ length: 6 }, () => rated({})))
  t.equal(page.jobs.length, MAX_COMPARED)
  t.equal(page.add, null)
  t.equal(page.jobs[1]?.without, '/compare?job=job-0&job=job-2&job=job-3')
  t.end()
})

t.test('two runs of one player are told apart', (t) => {
  const target = { player: { player_name: 'M. Bianchi' } }
  const { jobs } = compare({ target }, { target }, {})
  t.same(
    jobs.map(({ label }) => label),
    ['M. Bianchi, job job-0', 'M. Bianchi, job job-1', 'Job job-2'],
  )
  t.end()
})

t.test('without a skill there is no radar and no chart.js; without a job, only the form', (t) => {
  t.strictSame(compare({ result: { impact_100: 5 } }).radars, [])
  t.equal(compare({}, rated({ Finishing: 1 })).radars.length, 1)
  t.match(compare(), { jobs: [], parts: [], radars: [], add: { action: '/compare' } })
  t.end()
})
