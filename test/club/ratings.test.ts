import { setTimeout as after } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Rating } from '../../src/domain/club/rating.ts'
import { jobData, startClub } from '../support/club/club-app.ts'
import { json } from '../support/service/upstream-server.ts'

const SHORT = {
  match_rating_10: 7.42,
  impact_100: null,
  radar: { Finishing: 61, Heading: 48, 'Shot Power': 140 },
}
const FULL = {
  ...SHORT,
  ...{ schema_version: '2.0', player_evaluation_available: true, evaluation_status: 'VALIDATED' },
  score_provenance: { kind: 'player_evaluation', version: 'v1', validated_player_score: true },
}
const ratedJob = (id: string, more: object = {}) =>
  jobData(id, {
    ...{ status: 'COMPLETED', role: 'Striker', category: 'U17', player_ref: { track_id: 8 } },
    target: { player: { player_name: `Player ${id}`, team_name: 'North End' }, confirmed: true },
    result: SHORT,
    ...more,
  })
const OWN: Rating = {
  ...{ jobId: 'own', role: 'striker', category: 'u17', player: 'own', at: 1 },
  ...{ revision: '2.0 true true', model: 'v1', measures: [['radar.Finishing', 70]] },
}

/** Before a service that tells the version in the full view alone. */
async function start(t: Test) {
  const club = await startClub(t)
  const full = new Map<string, object>()
  club.upstream.always(({ path }) => {
    const [, , id = ''] = path.split(/[/?]/)
    const data = club.jobs.get(id)
    if (data === undefined) return json({ ok: false, error: { code: 'JOB_NOT_FOUND' } }, 404)
    const result = path.endsWith('view=full') ? full.get(id) : undefined
    return json({ ok: true, data: result === undefined ? data : { ...data, result } })
  })
  /** Asks until there are so many players; the test's own time-out ends it. */
  async function cohort(n: number, own = OWN) {
    for (;;) {
      const found = await club.app.club.cohort(own)
      if (found.n === n) return found
      await after(10)
    }
  }
  return { ...club, full, cohort }
}

t.test('a result that a page shows is in the cohort of its version', async (t) => {
  const { page, jobs, full, cohort } = await start(t)
  jobs.set('j1', ratedJob('j1'))
  full.set('j1', FULL)
  t.equal((await page('/jobs/j1/result')).status, 200)
  const { ranks } = await cohort(2)
  t.equal(ranks.get('radar.Finishing')?.n, 2)
  t.equal(ranks.get('match_rating_10')?.n, 1)
  t.equal(ranks.has('radar.Shot Power'), false, 'beyond its range it is no rating')
  t.equal((await cohort(1, { ...OWN, model: 'v2' })).n, 1, 'another model is another cohort')
})

t.test('a rated job that a script read is read once more, in full', async (t) => {
  const { ask, jobs, full, cohort, upstream, listed } = await start(t)
  jobs.set('j1', ratedJob('j1'))
  full.set('j1', FULL)
  t.equal((await ask('/api/jobs/j1')).status, 200)
  await cohort(2)
  jobs.set('j2', jobData('j2'))
  t.equal((await ask('/api/jobs/j2')).status, 200)
  await listed((items) => items.length === 2)
  t.strictSame(
    upstream.requests.map(({ path }) => path),
    ['/jobs/j1', '/jobs/j1?view=full', '/jobs/j2'],
  )
})

t.test('a job that runs again counts no more until it is rated again', async (t) => {
  const { page, jobs, full, cohort } = await start(t)
  jobs.set('j1', ratedJob('j1'))
  full.set('j1', FULL)
  t.equal((await page('/jobs/j1/result')).status, 200)
  await cohort(2)
  full.delete('j1')
  jobs.set('j1', ratedJob('j1', { status: 'RUNNING', result: {} }))
  t.equal((await page('/jobs/j1')).status, 200)
  await cohort(1)
  jobs.set('j1', ratedJob('j1', { status: 'FAILED', result: {} }))
  t.equal((await page('/jobs/j1')).status, 200)
  await cohort(1)
  jobs.set('j1', ratedJob('j1'))
  full.set('j1', FULL)
  t.equal((await page('/jobs/j1/result')).status, 200)
  await cohort(2)
})

t.test('a job that the service does not know counts no more', async (t) => {
  const { page, jobs, cohort } = await start(t)
  const unnamed = { ...OWN, revision: ' true false', model: '' }
  jobs.set('j1', ratedJob('j1'))
  t.equal((await page('/jobs/j1/result')).status, 200)
  await cohort(2, unnamed)
  jobs.delete('j1')
  t.equal((await page('/jobs/j1')).status, 404)
  await cohort(1, unnamed)
})

t.test('a player with many jobs counts once, with the newest', async (t) => {
  const { page, jobs, full, cohort } = await start(t)
  const target = { player: { player_name: 'K.  ADEYEMI', team_name: 'Union 04' }, confirmed: true }
  for (const [id, finishing, day] of [
    ['j1', 10, 1],
    ['j2', 90, 3],
    ['j3', 20, 2],
  ] as const) {
    const name = id === 'j2' ? { player_name: 'k. adeyemi', team_name: 'union 04' } : target.player
    const updated_at = `2026-08-0${day}T00:00:00Z`
    jobs.set(id, ratedJob(id, { updated_at, target: { ...target, player: name } }))
    full.set(id, { ...FULL, radar: { Finishing: finishing } })
    t.equal((await page(`/jobs/${id}/result`)).status, 200)
  }
  jobs.set('other', ratedJob('other'))
  full.set('other', FULL)
  t.equal((await page('/jobs/other/result')).status, 200)
  await cohort(3)
})

t.test('what must not count does not: withheld, or the player was on no frame', async (t) => {
  const { page, jobs, full, app, cohort } = await start(t)
  const odd = {
    withheld: { ...FULL, player_evaluation_available: false },
    tracking: { ...FULL, evaluation_status: 'TRACKING_ONLY' },
    empty: { ...FULL, tracking_signals: { samples_used: 0 } },
    guarded: { ...FULL, match_rating_10: null, radar: {} },
  }
  for (const [id, result] of Object.entries(odd)) {
    jobs.set(id, ratedJob(id, { result }))
    full.set(id, result)
    t.equal((await page(`/jobs/${id}/result`)).status, 200)
  }
  jobs.set('good', ratedJob('good'))
  full.set('good', FULL)
  t.equal((await page('/jobs/good/result')).status, 200)
  await cohort(2)
  await app.club.write()
  await cohort(2)
})
