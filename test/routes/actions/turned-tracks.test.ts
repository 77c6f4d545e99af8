import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { readable } from '../../support/foreign/page-forms.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// Two players cross, and the service's tracks 8 and 11 change places while a page with a box is open. The box was set
// on the picture of one person, so it is never stored for the other, however much the two boxes overlap.

const AS_PAGE = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
const ONE = { x: 0.4, y: 0.3, w: 0.06, h: 0.22 }
const OTHER = { ...ONE, x: 0.416 }
const CHANGED = 'The picture of this player has changed since you opened the page'
const EIGHT = { player_ref: { track_id: 8 }, status: 'WAITING_FOR_TARGET' }
const BESIDE = { frame_key: 'frame-2', frame_time_sec: 2, ...ONE }
const STORED = {
  ...EIGHT,
  status: 'READY_TO_ENQUEUE',
  target: { confirmed: true, selections: [BESIDE] },
}

type Box = typeof ONE
interface Told {
  /** The box of each track on the frames. */
  boxes: Record<number, Box>
  signature: string
}

/** Touchline before a job; `told` is what the service says of it from now on. */
async function start(t: Test, more: object = {}) {
  const told: Told = { boxes: { 8: ONE, 11: OTHER }, signature: 'a' }
  const tracks = () =>
    Object.entries(told.boxes).map(([id, bbox]) => ({ track_id: Number(id), bbox }))
  const frame = (n: number) => ({
    key: `frame-${n}`,
    time_sec: n,
    width: 1280,
    height: 720,
    signed_url: `http://store.test/${n}.jpg?signature=${told.signature}`,
    tracks: tracks(),
  })
  const job = () => ({
    job_id: 'j1',
    status: 'WAITING_FOR_SELECTION',
    progress: { step: 'CANDIDATES_READY', pct: 22 },
    preview_frames: [frame(1), frame(2)],
    ...more,
  })
  const upstream = await startUpstream(t, () => json({ ok: true, data: job() }))
  const items = [8, 11].map((trackId) => ({ trackId, coveragePct: 1, sampleFrames: [] }))
  const found = { status: 'READY', candidates: items }
  upstream.on('GET /jobs/j1/candidates', json({ ok: true, data: found }))
  const settings = { API_BASE_URL: upstream.url, FRAME_SOURCES: 'http://store.test/' }
  const app = await startApp(t, settings)
  const page = async (path: string) =>
    (await app.ask(path, { headers: { accept: 'text/html' } })).text
  const sent = () =>
    upstream.requests
      .filter(({ method }) => method === 'POST')
      .map(({ path, body }) => ({ action: path.split('/').at(-1), ...JSON.parse(`${body}`) }))
  return { ...app, page, told, sent }
}

/** The fields of the form around a button, as a browser sends them, and where the button sends them. */
function formOf(page: string, label: string) {
  const form = page.split('<form').find((one) => one.split('</form>')[0]!.includes(`>${label}<`))!
  const inputs = form.split('</form>')[0]!.matchAll(/<input type="(?:hidden|number)"[^>]*>/g)
  const of = (tag: string, name: string) =>
    readable(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
  const fields = Object.fromEntries([...inputs].map(([tag]) => [of(tag, 'name'), of(tag, 'value')]))
  const [button] = new RegExp(`<button[^>]*>${label}<`).exec(form)!
  return { action: of(button, 'formaction') || of(form, 'action'), fields }
}

const BUTTONS = [
  { label: 'Start with this box', path: '/frames/1?track=8', more: {}, sends: 'select-track' },
  { label: 'Start with this box', path: '/frames/1', more: EIGHT, sends: 'target' },
  { label: 'Start with this box', path: '/frames/1?track=11', more: STORED, sends: 'select-track' },
  { label: 'Confirm target', path: '/frames/1', more: EIGHT, sends: 'target' },
  { label: 'Add this box', path: '/frames/1', more: STORED, sends: 'selection' },
  { label: 'Replace all boxes', path: '/frames/1', more: STORED, sends: 'target' },
  { label: 'Confirm target', path: '', more: EIGHT, sends: 'target' },
]

for (const { label, path, more, sends } of BUTTONS) {
  const name = `"${label}" of /jobs/j1${path}, ${JSON.stringify(more).slice(0, 60)}`

  t.test(`a box of another picture of the track is not sent: ${name}`, async (t) => {
    for (const boxes of [{ 8: OTHER, 11: ONE }, {}]) {
      const { ask, page, told, sent } = await start(t, more)
      const { action, fields } = formOf(await page(`/jobs/j1${path}`), label)
      told.boxes = boxes as Told['boxes']
      const body = new URLSearchParams(fields).toString()
      const answer = await ask(action, { method: 'POST', headers: AS_PAGE, body })
      t.equal(answer.status, 400)
      t.match(answer.text, CHANGED)
      t.strictSame(sent(), [], 'nothing was stored')
    }
  })

  t.test(`it is sent where only the addresses are new: ${name}`, async (t) => {
    const { ask, page, told, sent } = await start(t, more)
    const { action, fields } = formOf(await page(`/jobs/j1${path}`), label)
    told.signature = 'b'
    const body = new URLSearchParams({ ...fields, top: String(Number(fields['top']) + 2) })
    await ask(action, { method: 'POST', headers: AS_PAGE, body: body.toString() })
    t.ok(sent().some((one) => one.action === sends))
  })
}

t.test('after that nobody is chosen, so that no second press sends the box', async (t) => {
  const { ask, page, told, sent } = await start(t)
  const path = '/jobs/j1/frames/1'
  const { action, fields } = formOf(await page(`${path}?track=8`), 'Start with this box')
  told.boxes = { 8: OTHER, 11: ONE }
  const moved = { ...fields, left: '500' }
  const body = new URLSearchParams(moved).toString()
  const answer = await ask(action, { method: 'POST', headers: AS_PAGE, body })
  t.equal(answer.status, 400)
  const nudged = await page(`${path}?${new URLSearchParams({ ...moved, nudge: 'right' })}`)
  for (const text of [answer.text, nudged]) {
    t.match(text, CHANGED)
    t.notMatch(text, />Start with this box</)
    t.notMatch(text, / checked/)
  }
  t.strictSame(sent(), [])
})

t.test('a track that turns after the start was planned is not taken either', async (t) => {
  for (const more of [{}, EIGHT]) {
    const { ask, page, told, sent } = await start(t, more)
    const { action, fields } = formOf(
      await page('/jobs/j1/frames/1?track=8'),
      'Start with this box',
    )
    const boxes = [told.boxes, { 8: OTHER, 11: ONE }]
    let reads = 0
    // Each answer has two frames.
    Object.defineProperty(told, 'boxes', { get: () => boxes[Math.min(1, reads++ >> 1)] })
    const body = new URLSearchParams(fields).toString()
    const answer = await ask(action, { method: 'POST', headers: AS_PAGE, body })
    t.equal(answer.status, 400)
    t.match(answer.text, CHANGED)
    t.strictSame(sent(), [])
  }
})

t.test('a box drawn by hand without a track is sent, whatever the tracks do', async (t) => {
  const { ask, page, told, sent } = await start(t)
  const { action, fields } = formOf(await page('/jobs/j1/frames/1?draw=player'), 'Use this box')
  t.equal(fields['seen'], undefined)
  told.boxes = { 8: OTHER, 11: ONE }
  const drawn = { ...fields, left: '500', top: '200', width: '60', height: '150' }
  const body = new URLSearchParams(drawn).toString()
  const answer = await ask(action, { method: 'POST', headers: AS_PAGE, body })
  t.equal(answer.status, 303)
  t.match(sent(), [{ action: 'player-ref' }])
})
