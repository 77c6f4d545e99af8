import t from 'tap'
import type { App } from '../../support/app.ts'
import { startDemoApp } from '../../support/service/demo-app.ts'

/** Asks until the answer holds; the demo runs by the clock, sixty times faster. */
async function until<T>(look: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const value = await look()
    if (holds(value)) return value
    if (Date.now() > deadline) throw new Error(`never came: ${JSON.stringify(value).slice(0, 300)}`)
  }
}

async function readJob({ ask }: App, id: string) {
  return (await ask(`/api/jobs/${id}`)).json().data
}

/** Keeps the newest attempt id and sends it with every change (docs/contract.md#one-client-for-all-versions). */
function fenced(app: App, id: string) {
  let attempt: string | undefined
  return async (action: string, body: unknown) => {
    const headers: Record<string, string> = attempt ? { 'x-analysis-attempt-id': attempt } : {}
    const answer = await app.post(`/api/jobs/${id}/${action}`, body, headers)
    attempt = answer.json().data?.analysis_attempt_id ?? attempt
    return answer
  }
}

for (const dialect of ['67ab429', 'd650813'] as const) {
  t.test(`a script does the whole job through the JSON routes, revision ${dialect}`, async (t) => {
    const app = await startDemoApp(t, { dialect })
    const created = await app.post('/api/jobs', {
      video_url: 'https://videos.example.test/derby.mp4',
      role: 'Striker',
      category: 'U17',
      team_name: 'Rossi FC',
      player_name: 'M. Bianchi',
      shirt_number: 8,
    })
    t.equal(created.status, 200)
    const id: string = created.json().data.job_id
    const action = fenced(app, id)

    const early = await app.post(`/api/jobs/${id}/enqueue`, '')
    t.equal(early.status, 400, 'nothing is started before player and target are stored')
    t.same(early.json().error.missing, ['player_ref', 'target'])

    const candidates = await until(
      async () => (await app.ask(`/api/jobs/${id}/candidates`)).json().data,
      (data) => data.candidates.length > 0,
    )
    const [candidate] = candidates.candidates
    const [sample] = candidate.sampleFrames
    const selected = await action('select-track', {
      trackId: candidate.trackId,
      selection: {
        time_sec: sample.time_sec,
        frame_time_sec: sample.time_sec,
        frameTimeSec: sample.time_sec,
        bbox: sample.bbox,
      },
    })
    t.equal(selected.status, 200)

    const job = await readJob(app, id)
    const frame = job.preview_frames.find(
      (one: { key: string }) => one.key === candidate.bestPreviewFrameKey,
    )
    const track = frame.tracks.find(
      (one: { track_id: number }) => one.track_id === candidate.trackId,
    )
    const target = await action('target', {
      selections: [{ frame_time_sec: frame.time_sec, frame_key: frame.key, ...track.bbox }],
      frame_key: frame.key,
      time_sec: frame.time_sec,
      frame_time_sec: frame.time_sec,
      bbox: track.bbox,
      track_id: candidate.trackId,
    })
    t.equal(target.status, 200)
    t.equal(target.json().data.status, 'READY_TO_ENQUEUE')

    const image = await app.ask(`/api/frame-proxy?url=${encodeURIComponent(frame.signed_url)}`)
    t.equal(image.status, 200)
    t.equal(image.headers['content-type'], 'image/jpeg')

    const started = await action('enqueue', '')
    t.equal(started.status, 200)
    t.equal(started.json().data.status, 'QUEUED')

    const ended = await until(
      () => readJob(app, id),
      ({ status }) => ['COMPLETED', 'PARTIAL', 'FAILED'].includes(status),
    )
    t.match(ended.status, /COMPLETED|PARTIAL/)
    const result = await app.ask(`/api/jobs/${id}/result`)
    t.equal(result.status, 200)
    t.ok(result.json().data.result, 'the result is there')
  })
}
