import t from 'tap'
import { choose, demoAtNoon, get, post } from './acting.ts'

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

t.test('a result counts the preview frames and the cuts that there are', async (t) => {
  const { app } = demoAtNoon(t)
  const job = await get(app, '/jobs/00000000-0000-4000-8000-000000000046?view=full')
  const { raw_video_features: video, evidence_metrics: evidence } = job.result
  t.ok(evidence.candidate_metrics.sampleFramesCount <= job.preview_frames.length)
  t.equal(video.scene_change_count, 4, 'two cuts to the crowd and back')
  t.ok(Math.abs(video.scene_change_rate - 4 / video.duration_seconds) < 1e-3)
})
