import t from 'tap'
import { detection, isMoving, runPercent, stepOf } from '../../../src/domain/job/flow.ts'
import type { Candidates } from '../../../src/domain/player/candidates.ts'
import { CONFIRMED, jobOf, TRACK_8 } from '../../support/service/jobs.ts'

const NOW = Date.parse('2026-11-22T08:00:00Z')
const justNow = { step: 'TRACKING', updated_at: '2026-11-22T07:59:50Z' }
const longAgo = { step: 'TRACKING', updated_at: '2026-11-22T07:00:00Z' }
const found = (status: string, count = 1): Candidates => ({
  status,
  framesProcessed: 32,
  cuts: [],
  items: Array.from({ length: count }, (_, trackId) => ({
    trackId,
    bearers: 1,
    coverage: 1,
    stability: 1,
    tier: null,
    lowCoverage: false,
    bestFrameKey: null,
    samples: [],
  })),
})

t.test('status alone does not tell the step: frames, player and target do', async (t) => {
  const cases: [string, Parameters<typeof jobOf>[0], string][] = [
    ['no frames yet', { status: 'CREATED', preview_frames: [] }, 'frames'],
    ['previews failed', { status: 'FAILED', progress: { step: 'PREVIEWS_FAILED' } }, 'frames'],
    [
      'previews failed, said by the reason',
      { status: 'FAILED', failure_reason: 'preview_generation_failed' },
      'frames',
    ],
    ['CREATED with frames', { status: 'CREATED', progress: { step: 'PREVIEWS_READY' } }, 'player'],
    ['waiting for selection', {}, 'player'],
    [
      'READY_TO_ENQUEUE without a player',
      { status: 'READY_TO_ENQUEUE', target: CONFIRMED },
      'player',
    ],
    [
      'a player reference of {} does not count',
      { status: 'WAITING_FOR_TARGET', player_ref: {} },
      'player',
    ],
    ['a player without a target', { status: 'WAITING_FOR_TARGET', player_ref: TRACK_8 }, 'target'],
    ['both', { status: 'READY_TO_ENQUEUE', player_ref: TRACK_8, target: CONFIRMED }, 'start'],
    [
      'a target that is asked for again',
      { status: 'WAITING_FOR_TARGET', player_ref: TRACK_8, target: CONFIRMED },
      'target',
    ],
    [
      'a target on another track than the player',
      { status: 'READY_TO_ENQUEUE', player_ref: { track_id: 3 }, target: CONFIRMED },
      'target',
    ],
    ['queued', { status: 'QUEUED', player_ref: TRACK_8, target: CONFIRMED }, 'progress'],
    ['a state that nobody knows', { status: 'PROCESSING' }, 'progress'],
    ['failed', { status: 'FAILED', progress: { step: 'FAILED' } }, 'progress'],
    ['withheld evaluation is a normal end', { status: 'PARTIAL' }, 'result'],
    ['completed', { status: 'COMPLETED' }, 'result'],
    ['the legacy name of a state', { status: 'WAITING_FOR_ANCHOR' }, 'player'],
  ]
  for (const [name, data, step] of cases) t.equal(stepOf(jobOf(data)), step, name)
})

t.test('detection is told from step, candidates and a deadline of its own', async (t) => {
  const waiting = (progress: object) => jobOf({ status: 'CREATED', progress })
  t.equal(detection(waiting(justNow), found('NOT_STARTED', 0), NOW), 'running')
  t.equal(detection(waiting(longAgo), found('PROCESSING', 0), NOW), 'none', 'PROCESSING for ever')
  t.equal(detection(jobOf(), found('READY'), NOW), 'ready')
  t.equal(detection(jobOf(), found('LOW_COVERAGE'), NOW), 'low-coverage')
  t.equal(detection(jobOf(), found('FAILED', 0), NOW), 'failed')
  t.equal(detection(jobOf(), found('NOT_STARTED', 0), NOW), 'none', 'a selection wiped them')
})

t.test(
  'unknown time is unknown: nothing is said to run, and nothing to have stopped',
  async (t) => {
    for (const times of [{}, { updated_at: 'soon' }, { updated_at: null, created_at: '' }]) {
      const job = jobOf({ status: 'CREATED', progress: { step: 'TRACKING' }, ...times })
      t.equal(detection(job, found('NOT_STARTED', 0), NOW), 'unknown')
      t.equal(isMoving(job, null, NOW), true, 'the page goes on asking')
    }
  },
)

t.test('the percentage of the last run is not that of the next', async (t) => {
  const at = (status: string, progress: object) => runPercent(jobOf({ status, progress }))
  t.equal(at('QUEUED', { step: 'QUEUED', pct: 100 }), null)
  t.equal(at('QUEUED', { pct: 20 }), null, 'nothing runs yet')
  t.equal(at('RUNNING', { step: 'DONE', pct: 100 }), null, 'the worker has said nothing yet')
  t.equal(at('RUNNING', { step: 'TRACKING', pct: 0 }), 0)
  t.equal(at('RUNNING', { pct: 47 }), 47)
  t.equal(at('PROCESSING', { step: 'EXTRACTING_FEATURES', pct: 72 }), 72)
})

t.test('the page asks again only while something moves by itself', async (t) => {
  t.equal(isMoving(jobOf({ status: 'RUNNING' }), null, NOW), true)
  t.equal(isMoving(jobOf({ status: 'CREATED', preview_frames: [] }), null, NOW), true)
  t.equal(isMoving(jobOf({ status: 'CREATED', progress: justNow }), null, NOW), true)
  t.equal(isMoving(jobOf(), found('READY'), NOW), false, 'it waits for the analyst')
  t.equal(isMoving(jobOf({ status: 'FAILED' }), null, NOW), false)
  t.equal(isMoving(jobOf({ status: 'PARTIAL' }), null, NOW), false)
})
