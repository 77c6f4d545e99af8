import t from 'tap'
import { guarded } from '../../src/demo/http/guard.ts'
import { asObject } from '../../src/demo/http/json.ts'
import type { DemoJob } from '../../src/demo/job.ts'
import { finished } from '../../src/demo/seeds/recorded-seeds.ts'
import { chosen, type Step, seedJob, state } from '../../src/demo/seeds/seed-steps.ts'

const NOON = Date.UTC(2026, 0, 31, 12)
const completed = (...steps: Step[]): DemoJob =>
  seedJob(90, NOON, [...chosen, state('COMPLETED'), ...steps]).make()

t.test(
  'the guard takes ratings and athletic figures and turns COMPLETED into PARTIAL',
  async (t) => {
    const job = completed(finished({}))
    t.type(job.result['match_rating_10'], 'number', 'the worker rated the player')
    const { status, result, warnings } = guarded(job)
    t.equal(status, 'PARTIAL')
    for (const name of ['match_rating_10', 'impact_100', 'overall_score', 'role_score']) {
      t.equal(result[name], null, name)
    }
    t.strictSame(result['radar'], {})
    const evidence = asObject(result['evidence_metrics'])
    t.strictSame(evidence['removed_unvalidated_metrics'], [
      'avg_speed_kmh',
      'distance_covered_m',
      'sprints_count',
      'top_speed_kmh',
      'top_speed_kmh_clamped',
    ])
    t.notOk('distance_covered_m' in evidence)
    t.strictSame(warnings, ['CROSS_SHOT_IDENTITY_UNVALIDATED', 'PLAYER_EVALUATION_WITHHELD'])
  },
)

t.test('the stored row keeps what the guard takes from the answer', async (t) => {
  const job = completed(finished({}))
  const before = structuredClone(job.result)
  guarded(job)
  t.strictSame(job.result, before)
  t.equal(job.status, 'COMPLETED')
})

t.test('a validated evaluation passes as it is', async (t) => {
  const job = completed(finished({ isValidated: true }))
  const { status, result, warnings } = guarded(job)
  t.equal(status, 'COMPLETED')
  t.equal(result, job.result)
  t.strictSame(warnings, [])
})

t.test('a mark without its provenance does not count as validated', async (t) => {
  const job = completed(finished({ isValidated: true }))
  job.result['score_provenance'] = { kind: 'player_evaluation' }
  t.equal(guarded(job).status, 'PARTIAL')
})

t.test('an empty result is left alone', async (t) => {
  const job = completed((row) => {
    row.result = {}
  })
  t.strictSame(guarded(job), { status: 'COMPLETED', result: {}, warnings: [] })
})

t.test('candidates alone bring the warnings, which are no sign of failure', async (t) => {
  const job = seedJob(91, NOON, chosen.slice(0, 1)).make()
  const { status, warnings, result } = guarded(job)
  t.equal(status, 'WAITING_FOR_SELECTION')
  t.ok(warnings.includes('TRACKING_EVIDENCE_INSUFFICIENT'))
  t.ok('candidate_metrics' in asObject(result['evidence_metrics']))
})
