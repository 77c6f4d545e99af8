import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { FRAMES, startFramesApp } from '../support/frames-app.ts'
import { answer, JPEG, startImageStore } from '../support/service/image-store.ts'
import { json, startUpstream, type Told } from '../support/service/upstream-server.ts'

const url = `${FRAMES}/a.jpg`
const JOB = {
  ok: true,
  data: {
    job_id: 'j1',
    status: 'WAITING_FOR_PLAYER',
    preview_frames: [{ key: 'a', time_sec: 0, tracks: [], signed_url: `${url}?signature=1` }],
  },
}

t.test('images of a job share one look at it, and who leaves ends it for nobody', async (t) => {
  const store = await startImageStore(t)
  store.on('/frames/a.jpg', answer(200, {}, JPEG))
  const held: ((told: Told) => void)[] = []
  const upstream = await startUpstream(t, () => new Promise<Told>((tell) => void held.push(tell)))
  upstream.on('GET /jobs/j1/candidates', json({ ok: false }, 404))
  const { app, ask } = await startFramesApp(t, store, { env: { API_BASE_URL: upstream.url } })
  const gone = new AbortController()
  // Two images, so that they do not share one fetch.
  const path = (width: string) => `/api/frame-proxy?job=j1&url=${encodeURIComponent(url)}${width}`
  const left = ask(path('&w=320'), { signal: gone.signal }).catch(() => 'left')
  while (held.length === 0) await turn()
  const second = ask(path(''))
  while (app.openRequests < 2) await turn()
  gone.abort()
  t.equal(await left, 'left')
  while (app.openRequests > 1) await turn()
  held[0]!(json(JOB))
  const { statusCode, body } = await second
  t.equal(statusCode, 200)
  t.ok(Buffer.from(await body.arrayBuffer()).equals(JPEG))
  t.equal(held.length, 1, 'one look')
})
