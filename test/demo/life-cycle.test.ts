import t from 'tap'
import { choose, demoAtNoon, get, NEW_JOB, post } from './acting.ts'

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

t.test('a short match is analysed in half the time of a whole one', async (t) => {
  const { app, wait } = demoAtNoon(t)
  const video_url = 'https://videos.example.test/short-derby.mp4'
  const { data } = await post(app, '/jobs', { ...NEW_JOB, video_url })
  const path = `/jobs/${data.id}`
  wait(5)
  t.equal((await get(app, path)).status, 'WAITING_FOR_SELECTION')
  const attempt = await choose(app, path)
  await post(app, `${path}/enqueue`, undefined, attempt)
  wait(14.9)
  t.equal((await get(app, path)).status, 'RUNNING')
  wait(2)
  t.equal((await get(app, path)).status, 'PARTIAL')
  const { result, preview_frames } = await get(app, `${path}?view=full`)
  t.ok(result.tracking_quality_index > 0)
  t.ok(preview_frames.every(({ time_sec }: { time_sec: number }) => time_sec < 50))
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

t.test('a demo with a club has a dozen rated strikers of one kind', async (t) => {
  const { app } = demoAtNoon(t, { club: true })
  const ids = [...app.demoClub(), ...app.demoJobs().map(({ id }) => id)]
  const jobs = await Promise.all(ids.map((id) => get(app, `/jobs/${id}`)))
  const strikers = jobs.filter(
    ({ role, category, status }) =>
      role === 'Striker' && category === 'Senior' && status === 'COMPLETED',
  )
  t.equal(strikers.length, 12)
  t.ok(strikers.every(({ result }) => result.match_rating_10 > 0))
  t.strictSame(demoAtNoon(t).app.demoClub(), [])
})
