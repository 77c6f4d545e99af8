import t from 'tap'
import { readJob } from '../../../src/domain/job/read-job.ts'
import { readCandidates } from '../../../src/domain/player/candidates.ts'
import { createUrls } from '../../../src/urls.ts'
import { type FlowInput, toFlow } from '../../../src/view-models/job/flow.ts'
import { RECORDED_NOW, recordedState } from '../../support/service/recorded-app.ts'

const urls = createUrls('', 'v')

function flowOf(name: string, change: Partial<FlowInput> = {}, target?: object) {
  const { job, candidates } = recordedState(name)
  return toFlow({
    job: readJob(target ? { ...job, target } : job),
    candidates: candidates && readCandidates(candidates),
    urls,
    problem: null,
    now: RECORDED_NOW,
    ...change,
  }).flow
}

/** `.` done, `>` now, `-` later, `!` failed, for frames, player, target, start, progress, result. */
const SIGNS = { done: '.', now: '>', waits: '-', failed: '!' }
const TABLE: [state: string, steps: string, badge: string, moves: boolean][] = [
  ['created', '>-----', 'Preparing frames', true],
  ['extracting-previews', '>-----', 'Preparing frames', true],
  ['previews-ready-no-tracks', '.>----', 'Finding players', true],
  ['candidates-ready', '.>----', 'Choose the player', false],
  ['low-coverage', '.>----', 'Choose the player', false],
  ['no-candidates-low-frames', '.>----', 'Choose the player', false],
  ['reselect-player', '.>----', 'Choose the player', false],
  ['waiting-for-player', '.>.---', 'Choose the player', false],
  ['waiting-for-target', '..>---', 'Confirm the target', false],
  ['ready-to-enqueue', '...>--', 'Ready to start', false],
  ['after-player-ref', '...>--', 'Ready to start', false],
  ['queued', '....>-', 'Queued', true],
  ['processing', '....>-', 'Running', true],
  ['running', '....>-', 'Running', true],
  ['failed', '....!-', 'Failed', false],
  ['after-enqueue-failed', '....!-', 'Failed', false],
  ['partial', '.....>', 'Tracking only', false],
  ['completed-report-done', '.....>', 'Rated 7.42', false],
]

for (const [state, steps, badge, moves] of TABLE) {
  t.test(`a job that is ${state} shows ${steps}, "${badge}"`, async (t) => {
    const flow = flowOf(state)
    t.equal(flow.steps.map((step) => SIGNS[step.state]).join(''), steps)
    t.equal(flow.header.standing.label, badge)
    t.equal(flow.moving, moves)
    t.equal(flow.steps.filter((step) => step.current).length, 1)
  })
}

t.test('the first candidate is chosen, and not said to be the player', async (t) => {
  const { choice } = flowOf('candidates-ready').player
  t.equal(choice?.field, 'trackId')
  const options = choice?.groups.flatMap((group) => group.options)
  t.match(options?.[0], {
    label: /^Player [A-Z], track 8$/,
    checked: true,
    tag: 'first in the detector’s list',
  })
  t.same(
    options?.[0]?.facts.map(({ value }) => value),
    ['30 of 32 frames', '94 %', '97 %'],
  )
  t.equal(options?.filter(({ checked }) => checked).length, 1)
})

t.test(
  'where the candidates are gone the tracks of the frames are offered, often seen first',
  async (t) => {
    const { choice } = flowOf('waiting-for-target', { candidates: null }).player
    t.equal(choice?.field, 'track_id')
    t.equal(choice?.action, '/api/jobs/00000000-0000-4000-8000-000000000010/pick-player')
    const options = choice?.groups.flatMap((group) => group.options)
    t.same(
      options?.map(({ value }) => value),
      [3, 8, 12, 21],
    )
    t.equal(options?.find(({ checked }) => checked)?.value, 8, 'the stored player')
  },
)

t.test('without any track the analyst is sent to draw the box', async (t) => {
  const { player } = flowOf('no-candidates-low-frames')
  t.equal(player.choice, null)
  t.match(player.drawHref, /frames\/1\?draw=player$/)
  t.equal(player.notices.length, 1)
})

t.test(
  'the suggested target is the box of the track on the same frame, in frame pixels',
  async (t) => {
    const { suggestion } = flowOf('waiting-for-target').target
    t.match(
      suggestion?.provenance,
      /^The box is that of track 8 on this frame, primary, detector score 0\.\d\d, seen in \d+ of 32 frames$/,
    )
    t.match(suggestion?.fields, {
      frame_key: /frame_0001\.jpg$/,
      time_sec: '2.909',
      track_id: '8',
      left: '281.6',
      top: '216.0',
      width: '76.8',
      height: '158.4',
    })
  },
)

t.test('a target that pick-player left unconfirmed is no target', async (t) => {
  const { target } = recordedState('ready-to-enqueue').job as { target: object }
  const unconfirmed = { ...target, confirmed: false, selections: [] }
  const flow = flowOf('ready-to-enqueue', {}, unconfirmed)
  t.same(flow.start.missing, [{ text: 'Confirm the target', href: '#target' }])
})

t.test('a box without a frame key is said to be matched by time', async (t) => {
  const box = { x: 0.2, y: 0.3, w: 0.06, h: 0.2 }
  const target = { confirmed: true, selections: [{ frame_time_sec: 2.91, ...box }] }
  const [stored] = flowOf('ready-to-enqueue', {}, target).target.stored
  t.match(stored, { title: 'Frame 1 at 00:02.9', matchedByTime: true })
})

t.test('nothing can be changed while the analysis runs, and the start says why', async (t) => {
  for (const state of ['queued', 'processing', 'running']) {
    const flow = flowOf(state)
    const { choice, drawHref } = flow.player
    const { suggestion, chooseHref } = flow.target
    t.same([choice, drawHref, suggestion, chooseHref, flow.start.form], Array(5).fill(null), state)
    t.match(flow.start.missing, [{ text: /already queued or running/ }], state)
  }
})

t.test('every act on a finished job that would lose the result asks first', async (t) => {
  const flow = flowOf('partial')
  t.match(flow.start.form, { discards: true })
  t.match(flow.player.choice, { discards: true })
  t.match(flow.target.suggestion, { discards: true })
  t.match(flowOf('ready-to-enqueue').start.form, { discards: false })
})

t.test('thirty seconds without a sign of life are said, thirty are not', async (t) => {
  const at = Date.parse('2026-08-01T12:00:00Z')
  const job = {
    ...readJob(recordedState('running').job),
    lastChange: { at, seen: true, staleAfterMs: 30_000 },
  }
  const lifeAt = (now: number) => flowOf('running', { job, now }).progress.running?.life
  t.match(lifeAt(at + 30_000), {
    stale: false,
    seen: true,
    since: { iso: '2026-08-01T12:00:00.000Z' },
  })
  t.match(lifeAt(at + 30_001), { stale: true })
})

t.test('a stage that we do not know stands between the queue and the result', async (t) => {
  const { job } = recordedState('running')
  const progress = { step: 'COUNTING_PASSES', pct: null }
  const flow = flowOf('running', { job: readJob({ ...job, progress }) })
  t.same(flow.progress.running?.stages, [
    { name: 'Waiting in the queue', state: 'done' },
    { name: 'Counting passes', state: 'now' },
    { name: 'Result', state: 'later' },
  ])
  t.equal(flow.progress.running?.pct, null)
  t.match(flow.progress.running?.pctWords, /does not say/)
})

t.test('the spoken status does not change with the percentage', async (t) => {
  const { job } = recordedState('running')
  const at = (pct: number) =>
    flowOf('running', { job: readJob({ ...job, progress: { step: 'TRACKING', pct } }) }).status
  t.equal(at(47), at(48))
})

t.test('a failure says what happened, and offers another try with the same target', async (t) => {
  const { failure } = flowOf('failed').progress
  t.match(failure, { notice: { title: 'Tracking took too long' }, code: 'TRACKING_TIMEOUT' })
  t.match(failure?.retry?.action, /\/retry$/)
  t.equal(flowOf('failed-retry-limit').progress.failure?.notice.title, 'The analysis failed')
})

t.test('a job without frames cannot be tried again, only made anew', async (t) => {
  const { job } = recordedState('created')
  const failed = { ...job, status: 'FAILED', failure_reason: 'preview_generation_failed' }
  const flow = flowOf('created', { job: readJob(failed) })
  t.equal(flow.steps[0]?.state, 'failed')
  t.equal(flow.progress.failure, null)
  t.match(flow.frames.failure?.title, /No preview frames/)
  t.same(flow.start.missing, [{ text: 'This job has no frames. Create a new job.', href: null }])
})

t.test('the title of a page with a problem begins with Error', async (t) => {
  const problem = { title: 'x', status: 409 } as unknown as NonNullable<FlowInput['problem']>
  t.match(flowOf('failed', { problem }).title, /^Error: M\. Bianchi: Failed/)
})
