import type { FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { buildDemoUpstream, type DemoOptions } from '../../src/demo/upstream.ts'

const NOON = Date.UTC(2026, 0, 31, 12)
const NEW_JOB = { video_url: 'https://videos.test/match.mp4', role: 'Striker', category: 'U17' }

/** A demo whose clock the test sets. */
function demoAtNoon(t: Test, options: DemoOptions = {}) {
  const clock = { now: NOON }
  const app = buildDemoUpstream({ ...options, now: () => clock.now })
  t.teardown(() => app.close())
  return { app, wait: (sec: number) => (clock.now += sec * 1000) }
}

async function get(app: FastifyInstance, path: string) {
  return (await app.inject(path)).json().data
}

async function post(app: FastifyInstance, path: string, body?: object, attempt?: string) {
  const answer = await app.inject({
    method: 'POST',
    url: path,
    headers: attempt === undefined ? {} : { 'X-Analysis-Attempt-Id': attempt },
    ...(body === undefined ? {} : { payload: body }),
  })
  return { status: answer.statusCode, ...answer.json() }
}

/** Chooses the first candidate and its box on its best frame; returns the attempt to enqueue with. */
async function choose(app: FastifyInstance, path: string): Promise<string | undefined> {
  const job = await get(app, path)
  const [candidate] = (await get(app, `${path}/candidates`)).candidates
  const frame = job.preview_frames.find(
    ({ key }: { key: string }) => key === candidate.bestPreviewFrameKey,
  )
  const { bbox, track_id } = frame.tracks.find(
    (one: { track_id: number }) => one.track_id === candidate.trackId,
  )
  const time = { time_sec: frame.time_sec, frame_time_sec: frame.time_sec }
  const player = await post(app, `${path}/select-track`, {
    trackId: track_id,
    selection: { ...time, frameTimeSec: frame.time_sec, bbox },
  })
  const flat = { frame_time_sec: frame.time_sec, frame_key: frame.key, ...bbox }
  const target = await post(
    app,
    `${path}/target`,
    { selections: [flat], frame_key: frame.key, ...time, bbox, track_id },
    player.data.analysis_attempt_id,
  )
  return target.data.analysis_attempt_id
}

t.test('a new job goes from CREATED to a PARTIAL result as the clock goes', async (t) => {
  const { app, wait } = demoAtNoon(t)
  const { data } = await post(app, '/jobs', NEW_JOB)
  const path = `/jobs/${data.id}`
  const seen: string[] = []
  for (const sec of [0, 2, 2.5, 1, 4]) {
    wait(sec)
    const { status, progress, preview_frames } = await get(app, path)
    seen.push(`${status} ${progress.step} ${progress.pct} ${preview_frames.length > 0}`)
  }
  t.strictSame(seen, [
    'CREATED CREATED 0 false',
    'CREATED EXTRACTING_PREVIEWS 15 false',
    'CREATED PREVIEWS_READY 20 true',
    'CREATED TRACKING 20 true',
    'WAITING_FOR_SELECTION CANDIDATES_READY 22 true',
  ])

  const attempt = await choose(app, path)
  t.equal((await get(app, path)).status, 'READY_TO_ENQUEUE')
  t.equal((await post(app, `${path}/enqueue`, undefined, attempt)).data.status, 'QUEUED')
  const run: string[] = []
  let pct = 0
  for (const sec of [1, 2, 9, 12, 5.9, 0.1]) {
    wait(sec)
    const { status, progress } = await get(app, `${path}/status`)
    run.push(`${status} ${progress.step}`)
    t.ok(progress.pct >= pct, `${progress.pct} % after ${pct} %`)
    pct = progress.pct
  }
  t.strictSame(run, [
    'QUEUED QUEUED',
    'RUNNING TRACKING',
    'RUNNING TRACKING',
    'RUNNING EXTRACTING_FEATURES',
    'RUNNING EXTRACTING_FEATURES',
    'PARTIAL DONE',
  ])
  const done = await get(app, `${path}?view=full`)
  t.equal(done.result.evaluation_status, 'TRACKING_ONLY')
  t.ok(done.result.tracking_quality_index > 0 && done.result.tracking_quality_index <= 100)
  t.ok(done.result.tracking_signals.samples_used > 100)
  t.ok(done.result.tracking_signals.largest_gap_sec > 0)
  t.equal(done.assets.inputVideoUrl, NEW_JOB.video_url)
  t.equal(done.assets.clips.length, 2)
})

t.test('looking at a job or not makes no difference to where it gets', async (t) => {
  const watched = demoAtNoon(t, { seeds: true })
  const left = demoAtNoon(t, { seeds: true })
  const path = '/jobs/00000000-0000-4000-8000-000000000044'
  for (let sec = 0; sec < 40; sec += 1) {
    watched.wait(1)
    await get(watched.app, path)
  }
  left.wait(40)
  const plain = ({ progress, updated_at }: Record<string, Record<string, unknown>>) => {
    const { analysis_task_id: _, ...rest } = progress!
    return { rest, updated_at }
  }
  t.strictSame(plain(await get(watched.app, path)), plain(await get(left.app, path)))
})

t.test('speed makes jobs faster', async (t) => {
  const { app, wait } = demoAtNoon(t, { speed: 10 })
  const { data } = await post(app, '/jobs', NEW_JOB)
  wait(0.9)
  t.equal((await get(app, `/jobs/${data.id}`)).status, 'WAITING_FOR_SELECTION')
})

t.test('the attempt changes with every change and the old one is refused', async (t) => {
  const { app } = demoAtNoon(t)
  const path = '/jobs/00000000-0000-4000-8000-000000000041'
  const first = await choose(app, path)
  const second = (await post(app, `${path}/enqueue`, undefined, first)).data.analysis_attempt_id
  t.not(second, first)
  t.match(await post(app, `${path}/enqueue`, undefined, first), {
    status: 409,
    error: {
      code: 'ANALYSIS_ATTEMPT_MISMATCH',
      details: { expected_analysis_attempt_id: first, current_analysis_attempt_id: second },
    },
  })
  t.match(await post(app, `${path}/enqueue`), {
    status: 409,
    error: { code: 'ANALYSIS_ATTEMPT_PRECONDITION_REQUIRED' },
  })
  const replay = await post(app, `${path}/enqueue`, undefined, second)
  t.equal(replay.data.analysis_attempt_id, second, 'a replay changes nothing')
})

t.test('enqueue on a finished job whose evaluation is withheld runs it again', async (t) => {
  const { app } = demoAtNoon(t)
  const finished = '/jobs/00000000-0000-4000-8000-000000000045'
  const validated = '/jobs/00000000-0000-4000-8000-000000000046'
  const enqueue = async (path: string) => {
    const { target } = await get(app, path)
    return (await post(app, `${path}/enqueue`, undefined, target.analysis_attempt_id)).data.status
  }
  t.equal(await enqueue(finished), 'QUEUED')
  t.strictSame((await get(app, finished)).assets.clips, [], 'the result is gone')
  t.equal(await enqueue(validated), 'COMPLETED', 'a validated one stays')
})

t.test('a run that times out fails, and its retry succeeds', async (t) => {
  const { app, wait } = demoAtNoon(t)
  const path = '/jobs/00000000-0000-4000-8000-000000000047'
  const { status, failure_reason, target } = await get(app, path)
  t.strictSame([status, failure_reason], ['FAILED', 'TRACKING_TIMEOUT'])
  await post(app, `${path}/retry`, undefined, target.analysis_attempt_id)
  wait(30)
  t.equal((await get(app, path)).status, 'PARTIAL')
})

t.test('a run that loses the player asks for another, who can then be chosen', async (t) => {
  const { app, wait } = demoAtNoon(t)
  const path = '/jobs/00000000-0000-4000-8000-000000000050'
  const { target } = await get(app, path)
  await post(app, `${path}/enqueue`, undefined, target.analysis_attempt_id)
  wait(30)
  const lost = await get(app, path)
  t.match(lost, {
    status: 'WAITING_FOR_PLAYER',
    failure_reason: 'PLAYER_RESELECTION_REQUIRED',
    playerSaved: false,
    targetSaved: false,
  })
  t.ok(lost.warnings.includes('PLAYER_ANCHOR_NOT_FOUND'))
  const again = await post(
    app,
    `${path}/pick-player`,
    {
      frame_key: lost.preview_frames[0].key,
      track_id: lost.preview_frames[0].tracks[0].track_id,
    },
    lost.target.analysis_attempt_id,
  )
  t.equal(again.data.status, 'WAITING_FOR_TARGET')
})

t.test('a player drawn where nobody stands is not found by the run', async (t) => {
  const { app, wait } = demoAtNoon(t)
  const path = '/jobs/00000000-0000-4000-8000-000000000005'
  const box = { x: 0.9, y: 0.02, w: 0.05, h: 0.1 }
  const at = { frame_time_sec: 2.909, ...box }
  const drawn = await post(app, `${path}/player-ref`, at)
  const selected = await post(
    app,
    `${path}/selection`,
    { selections: [at] },
    drawn.data.analysis_attempt_id,
  )
  t.equal(selected.data.status, 'READY_TO_ENQUEUE')
  await post(app, `${path}/enqueue`, undefined, selected.data.analysis_attempt_id)
  wait(31)
  t.equal((await get(app, path)).status, 'WAITING_FOR_PLAYER')
})

t.test('a player drawn over somebody is followed by the run', async (t) => {
  const { app, wait } = demoAtNoon(t)
  const path = '/jobs/00000000-0000-4000-8000-000000000005'
  const at = { frame_time_sec: 2.909, x: 0.215, y: 0.31, w: 0.06, h: 0.2 }
  const drawn = await post(app, `${path}/player-ref`, at)
  const attempt = drawn.data.analysis_attempt_id
  const selected = await post(app, `${path}/selection`, { selections: [at] }, attempt)
  await post(app, `${path}/enqueue`, undefined, selected.data.analysis_attempt_id)
  wait(31)
  const done = await get(app, `${path}?view=full`)
  t.equal(done.status, 'PARTIAL')
  t.equal(done.result.tracking.track_id, 8)
})

t.test('a video that cannot be fetched ends in PREVIEWS_FAILED', async (t) => {
  const { app, wait } = demoAtNoon(t)
  const video_url = 'https://videos.test/missing.mp4'
  const { data } = await post(app, '/jobs', { ...NEW_JOB, video_url })
  wait(5)
  t.match(await get(app, `/jobs/${data.id}`), {
    status: 'FAILED',
    progress: { step: 'PREVIEWS_FAILED' },
    failure_reason: 'preview_generation_failed',
    preview_frames: [],
  })
})

t.test('two jobs for one video show two matches; one id always shows the same', async (t) => {
  const [one, two] = [demoAtNoon(t), demoAtNoon(t)]
  const seeded = '/jobs/00000000-0000-4000-8000-000000000042/candidates'
  const shape = (data: { candidates: { trackId: number; coveragePct: number }[] }) =>
    data.candidates.map(({ trackId, coveragePct }) => [trackId, coveragePct])
  t.strictSame(shape(await get(one.app, seeded)), shape(await get(two.app, seeded)))
  const ids = await Promise.all(
    [1, 2].map(async () => (await post(one.app, '/jobs', NEW_JOB)).data.id),
  )
  one.wait(10)
  const [a, b] = await Promise.all(ids.map((id) => get(one.app, `/jobs/${id}/candidates`)))
  const tracks = (data: Parameters<typeof shape>[0]) =>
    shape(data)
      .map(([trackId]) => trackId)
      .sort()
  t.notSame(tracks(a), tracks(b))
})

t.test('the January revision queues, runs and shows its ratings', async (t) => {
  const { app, wait } = demoAtNoon(t, { dialect: 'd650813' })
  const { data } = await post(app, '/jobs', { ...NEW_JOB, team_name: 'Rossi FC' })
  t.equal(data.status, 'WAITING_FOR_SELECTION')
  const path = `/jobs/${data.id}`
  wait(10)
  t.equal((await get(app, path)).preview_frames.length, 8)
  t.equal(await choose(app, path), undefined, 'no attempts yet')
  await post(app, `${path}/enqueue`)
  wait(31)
  const done = await get(app, path)
  t.equal(done.status, 'COMPLETED')
  t.ok(done.result.overallScore > 0 && done.result.overallScore <= 100)
})

t.test('every listed job can be opened and says what its title promises', async (t) => {
  const { app } = demoAtNoon(t)
  const listed = app.demoJobs()
  t.ok(listed.length >= 12)
  t.equal(new Set(listed.map(({ id }) => id)).size, listed.length)
  for (const { id, title, note } of listed) {
    const answer = await app.inject(`/jobs/${id}`)
    t.equal(answer.statusCode, 200, title)
    t.ok(note.endsWith('.'))
  }
  const states = await Promise.all(listed.map(({ id }) => get(app, `/jobs/${id}`)))
  const statusOf = (title: string) => states[listed.findIndex((one) => one.title === title)]?.status
  t.equal(statusOf('Finished, evaluation withheld'), 'PARTIAL')
  t.equal(statusOf('Finished, evaluation validated'), 'COMPLETED')
  t.equal(statusOf('A run that failed'), 'FAILED')
  t.strictSame(demoAtNoon(t, { seeds: false }).app.demoJobs(), [])
})
