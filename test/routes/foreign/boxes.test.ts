import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// Boxes of the service are fitted into the frame before they are offered or sent: what the analyst did
// not type is never theirs to correct (docs/architecture.md#rule-10).

const AS_PAGE = {
  'content-type': 'application/x-www-form-urlencoded',
  accept: 'text/html,application/xhtml+xml',
}
interface Box {
  x: number
  y: number
  w: number
  h: number
}
const AT_THE_EDGE: Box[] = [
  { x: -0.02, y: 0.3, w: 0.06, h: 0.22 },
  { x: 0.930557, y: 0.3, w: 0.069444, h: 0.22 },
  { x: -1e-7, y: 0.3, w: 0.05, h: 0.22 },
  { x: 0.5, y: 0.8, w: 0.05, h: 0.22 },
  { x: 0.999, y: 0.3, w: 0.06, h: 0.22 },
]
const onFrame = ({ x, y, w, h }: Box) =>
  x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= 1 && y + h <= 1

/** Touchline before a job whose track 8 has this box everywhere; `sent` are the bodies of changes. */
async function start(t: Test, bbox: Box, more: object = {}, candidates = true) {
  const frame = (n: number) => ({
    key: `frame-${n}`,
    time_sec: n,
    width: 1280,
    height: 720,
    signed_url: `http://store.test/${n}.jpg`,
    tracks: [{ track_id: 8, bbox, tier: 'PRIMARY', score_hint: 0.8 }],
  })
  const job = {
    job_id: 'j1',
    status: 'WAITING_FOR_SELECTION',
    progress: { step: 'CANDIDATES_READY', pct: 22 },
    preview_frames: [frame(1), frame(2)],
    ...more,
  }
  const samples = [{ frame_time_sec: 1, bbox, image_url: 'http://store.test/c.jpg' }]
  const upstream = await startUpstream(t)
  upstream.always(json({ ok: true, data: job }))
  upstream.on(
    'GET /jobs/j1/candidates',
    json({
      ok: true,
      data: {
        status: 'READY',
        candidates: candidates ? [{ trackId: 8, coveragePct: 1, sampleFrames: samples }] : [],
      },
    }),
  )
  const app = await startApp(t, {
    API_BASE_URL: upstream.url,
    FRAME_SOURCES: 'http://store.test/',
  })
  return {
    ...app,
    page: (path: string) => app.ask(path, { headers: { accept: 'text/html' } }),
    send: (action: string, fields: Record<string, string>) =>
      app.ask(`/api/jobs/j1/${action}`, {
        method: 'POST',
        headers: AS_PAGE,
        body: new URLSearchParams(fields).toString(),
      }),
    sent: () =>
      upstream.requests
        .filter(({ method }) => method === 'POST')
        .map(({ body }) => JSON.parse(body.toString())),
  }
}

const PLAYER = { player_ref: { track_id: 8 }, status: 'WAITING_FOR_TARGET' }

/** The hidden fields of the first form on the page that posts there. */
function hiddenIn(page: string, action: string): Record<string, string> {
  const start = page.indexOf(`action="/api/jobs/j1/${action}`)
  const form = page.slice(start, page.indexOf('</form>', start))
  return Object.fromEntries(
    [...form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!,
    ]),
  )
}

for (const bbox of AT_THE_EDGE) {
  const name = JSON.stringify(bbox)

  t.test(`a chosen track is stored with a box on the frame: ${name}`, async (t) => {
    const { send, sent } = await start(t, bbox)
    t.equal((await send('select-track', { trackId: '8' })).status, 303)
    const [body, ...others] = sent()
    t.ok(onFrame(body.selection.bbox), JSON.stringify(body))
    t.equal(others.length, 0)
  })

  t.test(`the box that the job page suggests is taken as it is: ${name}`, async (t) => {
    const { send, sent, page } = await start(t, bbox, PLAYER, false)
    const fields = hiddenIn((await page('/jobs/j1')).text, 'target')
    t.match(fields, { left: /\d/, width: /\d/ })
    t.equal((await send('target', fields)).status, 303)
    t.ok(onFrame(sent()[0].bbox), JSON.stringify(sent()[0]))
  })

  t.test(`stored boxes go back fitted when one is added: ${name}`, async (t) => {
    const target = {
      confirmed: true,
      selections: [{ frame_key: 'frame-1', frame_time_sec: 1, ...bbox }],
    }
    const { send, sent } = await start(t, bbox, { ...PLAYER, target }, false)
    const box = { left: '100', top: '100', width: '50', height: '80' }
    t.equal((await send('selection', { frame_key: 'frame-2', ...box })).status, 303)
    const { selections } = sent()[0]
    t.equal(selections.length, 2)
    for (const selection of selections) t.ok(onFrame(selection), JSON.stringify(selection))
  })
}

t.test('a track that lies wholly outside its frame is not offered there', async (t) => {
  const { send, sent } = await start(t, { x: 1.5, y: 0.3, w: 0.06, h: 0.22 })
  t.equal((await send('select-track', { trackId: '8' })).status, 400)
  t.strictSame(sent(), [])
})

t.test('a player that is stored with a box outside its frame is stored all the same', async (t) => {
  const player_ref = { x: 5, y: 5, w: 0.1, h: 0.1, track_id: 8 }
  const target = { confirmed: true }
  const { post, page } = await start(t, AT_THE_EDGE[0]!, { player_ref, target }, false)
  t.equal((await page('/jobs/j1')).status, 200)
  t.equal((await post('/api/jobs/j1/enqueue', {})).status, 200)
})
