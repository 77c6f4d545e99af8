import t from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

const BOX = '{"x":1e-1,"y":0.10,"w":0.2,"h":2.0E-1}'

/** For each action, bodies that hold, written as no serializer would write them. */
const GOOD: Record<string, string[]> = {
  'select-track': [
    `{ "trackId": 8, "selection": {"time_sec": 1e-1, "bbox": ${BOX}} }`,
    `{"trackId":"8","selection":{"frame_time_sec":0,"time_sec":0.0,"frameTimeSec":-0.0,"bbox":${BOX}}}`,
    `{"trackId":8,"selection":{"frame_time_sec":1.5,"bbox":${BOX}},"more":{"deep":[12345678901234567890,null]}}`,
    `{"selection":{"bbox":{"x":0,"y":0,"w":1,"h":1},"frame_time_sec":1e3},"trackId":"track-é"}`,
  ],
  'pick-player': [
    '{"frame_key":"jobs/x/frame_0001.jpg","track_id":8}',
    '{"frameKey":"k","trackId":"8"}',
  ],
  'player-ref': [
    '{"frame_time_sec":0.0,"x":0.1,"y":0.1,"w":0.2,"h":0.2}',
    `{"frameTimeSec":1,"bbox":${BOX}}`,
    '{"frame_time_sec":1,"bbox_xyxy":[0,0,0.5,1]}',
    '{"frame_time_sec":1,"bbox":[0,0,0.5,1]}',
  ],
  target: [
    '{"selections":[{"frame_time_sec":1.0,"x":0.1,"y":0.1,"w":0.2,"h":0.2}]}',
    `{"frame_key":"k","bbox":${BOX}}`,
    `{"time_sec":0,"bbox":${BOX},"track_id":8,"force":true}`,
    `{"frame_time_sec":1.5,"bbox":${BOX},"track_id":"8"}`,
    `{"selections":[{"frame_time_sec":1,"frame_key":"k","x":0,"y":0,"w":1,"h":1}],"frame_key":"k","time_sec":1,"frame_time_sec":1,"bbox":${BOX},"track_id":8}`,
  ],
  selection: [
    '{"selections":[{"frame_time_sec":0,"x":0.1,"y":0.1,"w":0.2,"h":0.2},{"frameTimeSec":2,"bbox_xywh":[0,0,1,1]}]}',
  ],
  'player-profile': ['{"player_name":null,"shirtNumber":7}', '{}'],
  enqueue: ['{}', '{ }', '{"expected_analysis_attempt_id":"a"}'],
  retry: ['{}', '{"force":true}'],
  report: ['{}'],
}

for (const [action, bodies] of Object.entries(GOOD)) {
  t.test(
    `POST …/${action} forwards the very bytes and gives the answer back as it is`,
    async (t) => {
      const told = '{ "ok" : true, "data": {"analysis_attempt_id":"b", "n":1e-1} }'
      const upstream = await startUpstream(t)
      upstream.on(`POST /jobs/j1/${action}`, {
        status: 202,
        headers: { 'x-more': '1' },
        body: told,
      })
      const { post } = await startApp(t, { API_BASE_URL: upstream.url })
      for (const body of bodies) {
        const answer = await post(`/api/jobs/j1/${action}?force=1&x=%2F`, body, {
          'x-analysis-attempt-id': 'AAAA-1',
          'content-type': 'application/json; charset=utf-8',
        })
        t.equal(answer.status, 202, body)
        t.equal(answer.text, told)
        t.equal(answer.headers['x-more'], '1')
        const seen = upstream.requests.at(-1)
        t.match(seen, { method: 'POST', path: `/jobs/j1/${action}?force=1&x=%2F` })
        t.equal(seen?.body.toString('utf8'), body, 'not one byte differs')
        t.equal(seen?.headers['x-analysis-attempt-id'], 'AAAA-1')
        t.equal(seen?.headers['content-type'], 'application/json; charset=utf-8')
        t.equal(seen?.headers['content-length'], String(Buffer.byteLength(body)))
      }
      const posts = upstream.requests.filter(({ method }) => method === 'POST')
      t.equal(posts.length, bodies.length)
    },
  )

  t.test(`POST …/${action} passes the upstream's refusal on, details and all`, async (t) => {
    const body = {
      ok: false,
      error: {
        code: 'ANALYSIS_ATTEMPT_MISMATCH',
        message: 'Reload',
        details: { status: 'QUEUED' },
      },
      request_id: 'r',
    }
    const upstream = await startUpstream(t)
    upstream.on(`POST /jobs/j1/${action}`, json(body, 409))
    const { post } = await startApp(t, { API_BASE_URL: upstream.url })
    const answer = await post(`/api/jobs/j1/${action}`, bodies[0])
    t.equal(answer.status, 409)
    t.equal(answer.text, JSON.stringify(body))
  })

  t.test(`POST …/${action} without API_BASE_URL says so in the agreed words`, async (t) => {
    const { post } = await startApp(t)
    const answer = await post(`/api/jobs/j1/${action}`, bodies[0])
    t.equal(answer.status, 500)
    t.equal(answer.text, '{"ok":false,"error":"API_BASE_URL missing"}')
  })
}

t.test('POST /api/jobs forwards the very bytes', async (t) => {
  const upstream = await startUpstream(t, json({ ok: true, data: { job_id: 'j1' } }))
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const body of [
    '{ "video_url":"https://v.example.test/a.mp4","role":"","category":"U17", "extra":1.0 }',
    '{"video_key":"k","video_bucket":"b","role":"striker","category":"","shirt_number":"7"}',
    '{"lgi_match_id":"m","role":"r","category":"c","shirt_number":99,"full_match_mode":false}',
  ]) {
    const answer = await post('/api/jobs', body)
    t.equal(answer.status, 200, body)
    t.equal(answer.text, '{"ok":true,"data":{"job_id":"j1"}}')
    t.match(upstream.requests.at(-1), { method: 'POST', path: '/jobs' })
    t.equal(upstream.requests.at(-1)?.body.toString(), body)
  }
})

t.test('retry and report may be sent without a body; {} is sent for it', async (t) => {
  const upstream = await startUpstream(t, json({ ok: true, data: {} }))
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const action of ['retry', 'report']) {
    t.equal((await ask(`/api/jobs/j1/${action}`, { method: 'POST' })).status, 200)
    t.equal(upstream.requests.at(-1)?.body.toString(), '{}')
    t.equal(upstream.requests.at(-1)?.headers['content-type'], 'application/json')
  }
})
