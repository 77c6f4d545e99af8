import t from 'tap'
import { type Action, permission } from '../../../src/domain/job/allowed-actions.ts'
import { enqueueGate } from '../../../src/domain/job/enqueue-gate.ts'
import { JOB_STATUSES } from '../../../src/domain/job/status.ts'
import { CONFIRMED, jobOf, TRACK_8 } from '../../support/service/jobs.ts'

const RATED = { match_rating_10: 7 }
const stored = { player_ref: TRACK_8, target: CONFIRMED, result: RATED }
const SELECTING: Action[] = ['select-track', 'pick-player', 'player-ref', 'target', 'selection']

function verdict(action: Action, data: Record<string, unknown>): string {
  const may = permission(jobOf({ ...stored, ...data }), action)
  if (!may.allowed) return may.code
  return may.discardsResult ? 'asks first' : 'allowed'
}

t.test('no selection is offered while the job is queued or running', async (t) => {
  for (const action of SELECTING) {
    t.equal(verdict(action, { status: 'QUEUED' }), 'ANALYSIS_IN_PROGRESS', action)
    t.equal(verdict(action, { status: 'RUNNING' }), 'ANALYSIS_IN_PROGRESS', action)
    t.equal(verdict(action, { status: 'PROCESSING' }), 'ANALYSIS_IN_PROGRESS', action)
  }
})

t.test('the profile does not change while the job is queued or running', async (t) => {
  for (const status of ['QUEUED', 'RUNNING', 'PROCESSING']) {
    t.equal(verdict('player-profile', { status }), 'ANALYSIS_IN_PROGRESS', status)
  }
  for (const status of ['CREATED', 'READY_TO_ENQUEUE', 'PARTIAL', 'FAILED']) {
    t.equal(verdict('player-profile', { status }), 'allowed', status)
  }
})

t.test('a finished result is never lost without asking', async (t) => {
  for (const action of [...SELECTING, 'enqueue'] as const) {
    t.equal(verdict(action, { status: 'PARTIAL' }), 'asks first', `${action} on PARTIAL`)
  }
  for (const action of SELECTING) {
    t.equal(verdict(action, { status: 'COMPLETED' }), 'asks first', `${action} on COMPLETED`)
  }
})

t.test('nobody is asked about a result that is missing', async (t) => {
  for (const action of [...SELECTING, 'enqueue'] as const) {
    t.equal(verdict(action, { status: 'PARTIAL', result: {} }), 'allowed', action)
  }
})

t.test('a completed job is not started as it is: the service would do nothing', async (t) => {
  t.equal(verdict('enqueue', { status: 'COMPLETED' }), 'CHOOSE_AGAIN')
})

t.test(
  'a job is not started with a target that is asked for again or on somebody else',
  async (t) => {
    t.equal(verdict('enqueue', { status: 'WAITING_FOR_TARGET' }), 'TARGET_ASKED_AGAIN')
    const other = { ...TRACK_8, track_id: 3, t: 2.909 }
    t.equal(
      verdict('enqueue', { status: 'READY_TO_ENQUEUE', player_ref: other }),
      'TARGET_ELSEWHERE',
    )
  },
)

t.test('what the service does not have is not allowed, whatever the job allows', async (t) => {
  const service = { lacks: new Set(['retry', 'pick-player']), workerAway: false }
  const code = (action: Action, status: string) => {
    const may = permission(jobOf({ ...stored, status }), action, service)
    return may.allowed ? 'allowed' : may.code
  }
  t.equal(code('retry', 'FAILED'), 'NOT_OFFERED')
  t.equal(code('pick-player', 'READY_TO_ENQUEUE'), 'NOT_OFFERED')
  t.equal(code('player-profile', 'READY_TO_ENQUEUE'), 'allowed')
})

t.test('a job is tried again three times, no more', async (t) => {
  const tried = (retry_count: number) =>
    verdict('retry', { status: 'FAILED', progress: { step: 'FAILED', retry_count } })
  t.equal(tried(2), 'allowed')
  t.equal(tried(3), 'RETRY_LIMIT_REACHED')
})

t.test('a failed run is tried again, not started anew', async (t) => {
  t.equal(verdict('enqueue', { status: 'FAILED' }), 'USE_RETRY')
  t.equal(verdict('retry', { status: 'FAILED' }), 'allowed')
  t.equal(verdict('target', { status: 'FAILED' }), 'allowed', 'the box may be changed first')
  for (const status of JOB_STATUSES.filter((one) => one !== 'FAILED')) {
    t.equal(verdict('retry', { status }), 'RETRY_NOT_ALLOWED', status)
  }
})

t.test('nothing is selected before there are frames', async (t) => {
  for (const action of SELECTING) {
    t.equal(verdict(action, { status: 'CREATED', preview_frames: [] }), 'FRAMES_NOT_READY', action)
  }
})

t.test('nothing is selected on a job that has ended without frames', async (t) => {
  for (const status of ['FAILED', 'COMPLETED', 'PARTIAL'])
    for (const action of SELECTING) {
      t.equal(verdict(action, { status, preview_frames: [] }), 'NO_FRAMES', `${status} ${action}`)
    }
})

t.test('start waits for player and target', async (t) => {
  const missing = (data: Record<string, unknown>) => enqueueGate(jobOf(data))
  t.same(missing({}), ['player_ref', 'target'])
  t.same(missing({ player_ref: {}, target: CONFIRMED }), ['player_ref'], '{} is no player')
  t.same(missing({ player_ref: { sample_frames: [] } }), ['player_ref', 'target'])
  t.same(missing({ player_ref: TRACK_8 }), ['target'])
  t.same(missing({ player_ref: TRACK_8, target: { selections: [] } }), ['target'])
  t.same(missing({ player_ref: TRACK_8, target: { confirmed: true } }), [], 'confirmed is enough')
  t.same(missing({ player_ref: TRACK_8, target: { ...CONFIRMED, confirmed: false } }), [])
  t.same(
    missing({ player_ref: { x: 0.1, y: 0.1, w: 0.1, h: 0.1, t: 1 }, target: CONFIRMED }),
    [],
    'a drawn player',
  )
  t.equal(verdict('enqueue', { status: 'READY_TO_ENQUEUE', player_ref: null }), 'NOT_READY')
  t.equal(verdict('enqueue', { status: 'READY_TO_ENQUEUE' }), 'allowed')
  t.equal(verdict('enqueue', { status: 'RUNNING' }), 'ANALYSIS_IN_PROGRESS')
})
