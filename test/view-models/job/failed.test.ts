import t from 'tap'
import { ABLE } from '../../../src/domain/job/service-facts.ts'
import { createUrls } from '../../../src/urls.ts'
import { toFlow } from '../../../src/view-models/job/flow.ts'
import { CONFIRMED, FRAMES, jobOf, TRACK_8 } from '../../support/service/jobs.ts'

const PREVIEWS_FAILED = {
  progress: { step: 'PREVIEWS_FAILED', pct: 100 },
  failure_reason: 'preview_generation_failed',
}
const STORED = { player_ref: TRACK_8, target: CONFIRMED }
const NONE = { preview_frames: [] }

function failed(data: Record<string, unknown>, lacks: string[] = []) {
  return toFlow({
    job: jobOf({ status: 'FAILED', progress: { step: 'FAILED', pct: 100 }, ...data }),
    candidates: null,
    urls: createUrls('', 'v'),
    problem: null,
    now: Date.parse('2026-08-01T12:00:00Z'),
    service: { ...ABLE, lacks: new Set(lacks) },
  }).flow
}

/** Each state of a failed job, and what its page says: where it failed, of its frames, what to do. */
const TABLE = [
  {
    name: 'no frames could be made',
    data: { ...NONE, ...PREVIEWS_FAILED },
    steps: 'failed, not reached, not reached, not reached, not reached, not reached',
    spoken: 'No preview frames could be made.',
    frames: 'There are none: the service could not take any from the video.',
    missing: ['This job has no frames. Create a new job.'],
    result: 'There is none: no analysis has run.',
  },
  {
    name: 'some frames were made',
    data: PREVIEWS_FAILED,
    steps: 'failed, later, later, later, later, later',
    spoken: 'Not all preview frames could be made.',
    frames: null,
    missing: ['Choose the player', 'Confirm the target'],
    result: 'There is none: no analysis has run.',
  },
  {
    name: 'it failed without frames, for another reason',
    data: NONE,
    steps: 'none, not reached, not reached, not reached, failed, not reached',
    spoken: 'The job failed.',
    frames: 'There are none. The job has ended, so none will come.',
    missing: ['This job has no frames. Create a new job.'],
    result: 'There is none: no analysis has run.',
  },
  {
    name: 'it failed with frames, before anything was chosen',
    data: {},
    steps: 'done, later, later, later, failed, later',
    spoken: 'The job failed.',
    frames: null,
    missing: ['Choose the player', 'Confirm the target'],
    result: 'There is none: no analysis has run.',
  },
  {
    name: 'a run failed, and the frames are gone',
    data: { ...NONE, ...STORED },
    steps: 'none, done, done, done, failed, not reached',
    spoken: 'Analysis failed.',
    frames: 'There are none. The job has ended, so none will come.',
    missing: ['This job has no frames. Create a new job.'],
    result: 'There is none: the last analysis failed.',
  },
  {
    name: 'a run failed, and the frames are there',
    data: STORED,
    steps: 'done, done, done, done, failed, later',
    spoken: 'Analysis failed.',
    frames: null,
    missing: null,
    result: 'There is none: the last analysis failed.',
  },
  {
    name: 'it could not be queued',
    data: { ...STORED, failure_reason: 'ANALYSIS_ENQUEUE_FAILED' },
    steps: 'done, done, done, done, failed, later',
    spoken: 'Analysis failed.',
    frames: null,
    missing: null,
    result: 'There is none: no analysis has run.',
  },
]

for (const { name, data, steps, spoken, frames, missing, result } of TABLE) {
  t.test(`a failed job says what is so where ${name}`, async (t) => {
    const flow = failed(data)
    t.equal(flow.steps.map(({ stateWords }) => stateWords).join(', '), steps)
    t.equal(flow.status, spoken)
    t.equal(flow.frames.waiting, null, 'nothing is waited for')
    if (frames === null) t.equal(flow.filmstrip.items.length, FRAMES.length)
    else t.equal(flow.filmstrip.none, frames)
    if (missing !== null)
      t.same(
        flow.start.missing.map(({ text }) => text),
        missing,
      )
    t.equal(flow.noResult, result)
    t.equal(flow.moving, false)
  })
}

t.test('frames that are there are not called none', async (t) => {
  const { frames } = failed(PREVIEWS_FAILED)
  t.equal(frames.summary, '3 frames, 00:00.0 to 00:05.8')
  t.match(frames.failure, {
    title: 'Not all preview frames could be made',
    whatToDo: /on the frames that are there/,
  })
  t.equal(
    failed({ ...NONE, ...PREVIEWS_FAILED }).frames.failure?.title,
    'No preview frames could be made',
  )
})

t.test('a failure offers no change that a job without frames does not allow', async (t) => {
  const gone = failed({ ...NONE, ...STORED }).progress.failure
  t.ok(gone?.retry, 'the run can be tried again')
  t.match(gone?.retryWords, /cannot be changed/)
  t.match(failed(STORED).progress.failure?.retryWords, /change them above first/)

  for (const flow of [failed(NONE), failed({ ...NONE, ...STORED }, ['retry'])]) {
    const { failure } = flow.progress
    t.match(failure, { retry: null, choose: null, storeAgain: null })
    t.match(failure?.instead, /ended without preview frames/)
  }
})

t.test('a job that failed before an analysis is not said to have run', async (t) => {
  t.match(failed({}).progress.failure, {
    notice: { title: 'The job failed before an analysis' },
    choose: 'Choose the player',
  })
  t.equal(failed({}).start.summary, null)
  t.equal(failed(STORED).start.summary, 'The last analysis failed.')
  t.equal(
    failed({ ...STORED, failure_reason: 'ANALYSIS_ENQUEUE_FAILED' }).start.summary,
    'It could not be queued.',
  )
})

t.test('a run without frames is promised none', async (t) => {
  const flow = failed({ ...NONE, ...STORED, status: 'RUNNING', progress: { step: 'TRACKING' } })
  t.equal(flow.frames.waiting, null)
  t.equal(flow.filmstrip.none, 'There are none so far.')
  const created = failed({ ...NONE, status: 'CREATED', progress: { step: 'EXTRACTING_PREVIEWS' } })
  t.match(created.frames.waiting, { stage: 'Preview frames are being taken from the video' })
  t.match(created.filmstrip.none, /^They appear here/)
})
