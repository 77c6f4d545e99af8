import t from 'tap'
import { readJob } from '../../src/domain/job/read-job.ts'
import { createUrls } from '../../src/urls.ts'
import { toHomePage } from '../../src/view-models/home.ts'
import { toRecentJobs } from '../../src/view-models/recent-jobs.ts'
import { localTime } from '../../static/js/local-time.js'
import { RECORDED_NOW, recordedState } from '../support/service/recorded-app.ts'

const urls = createUrls('', 'v')
const entry = (name: string) => {
  const job = readJob(recordedState(name).job)
  return { id: job.id, job, unavailable: null }
}

t.test('a recent job says where it stands, and how far a run is', async (t) => {
  const { items } = toRecentJobs({ urls, recent: [entry('running')], now: RECORDED_NOW })
  t.match(items[0], {
    title: 'M. Bianchi',
    subtitle: 'Rossi FC, number 8, Striker, U17',
    standing: { label: 'Running' },
    stage: 'Following the player',
    pct: 47,
  })
})

t.test('the number of a player without a name is said once', async (t) => {
  const { job, ...rest } = entry('running')
  const player = { ...job.player, playerName: null, shirtNumber: 9 }
  const recent = [{ ...rest, job: { ...job, player } }]
  const { items } = toRecentJobs({ urls, recent, now: RECORDED_NOW })
  t.match(items[0], { title: 'Number 9', subtitle: 'Rossi FC, Striker, U17' })
})

t.test('a job that cannot be read keeps its place and says why', async (t) => {
  const gone = { id: 'gone', title: 'L. Verdi', job: null, unavailable: 'Not known any more.' }
  const { items, moving } = toRecentJobs({ urls, recent: [gone], now: RECORDED_NOW })
  t.match(items[0], { title: 'L. Verdi', href: '/jobs/gone', unavailable: /Not known/ })
  t.equal(moving, false)
})

t.test('the list says that it moves only while one of its jobs does', async (t) => {
  const at = (...names: string[]) =>
    toRecentJobs({ urls, recent: names.map(entry), now: RECORDED_NOW }).moving
  t.equal(at('failed', 'ready-to-enqueue', 'partial'), false)
  t.equal(at('failed', 'queued'), true)
})

t.test('what was typed stands in the form again, with the stored video unfolded', async (t) => {
  const values = { role: 'Winger', video_key: 'a/b.mp4' }
  const { create } = toHomePage({
    urls,
    recent: [],
    values,
    problem: null,
    demo: false,
    connected: true,
  })
  t.match(create!.values, { role: 'Winger', video_key: 'a/b.mp4', video_url: '' })
  t.equal(create!.stored, true)
})

t.test('a time of today is told without its date', async (t) => {
  const now = new Date(2026, 10, 22, 18, 0)
  t.equal(localTime(new Date(2026, 10, 22, 8, 5, 9), now), '08:05:09')
  t.equal(localTime(new Date(2026, 10, 21, 8, 5, 9), now), '21 Nov 2026, 08:05:09')
})
