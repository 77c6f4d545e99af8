import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// Two people may bear one id (docs/architecture.md#rule-10): one choice, and the page says so.

const LEFT = { x: 0.1, y: 0.3, w: 0.06, h: 0.22 }
const RIGHT = { x: 0.7, y: 0.6, w: 0.05, h: 0.2 }
const track = (bbox: object, track_id = 8) => ({ track_id, bbox, tier: 'PRIMARY', score_hint: 0.8 })
const frame = (n: number, ...tracks: object[]) => ({
  key: `frame-${n}`,
  time_sec: n,
  width: 1280,
  height: 720,
  signed_url: `http://store.test/${n}.jpg`,
  tracks,
})
const TWICE = frame(1, track(LEFT), track(RIGHT), track({ ...LEFT, x: 0.4 }, 3))
const ONCE = frame(2, track({ ...LEFT, w: 0.02 }))
const SAYS_SO = /this id stands for 2 people here/

async function start(t: Test, frames: object[], more: object = {}, candidates: object[] = []) {
  const job = { job_id: 'j1', status: 'WAITING_FOR_SELECTION', preview_frames: frames, ...more }
  const upstream = await startUpstream(t, json({ ok: true, data: job }))
  upstream.on('GET /jobs/j1/candidates', json({ ok: true, data: { status: 'READY', candidates } }))
  const { ask } = await startApp(t, {
    API_BASE_URL: upstream.url,
    FRAME_SOURCES: 'http://store.test/',
  })
  return async (path: string) => {
    const answer = await ask(path, { headers: { accept: 'text/html' } })
    t.equal(answer.status, 200, path)
    return answer.text
  }
}

const choices = (page: string) =>
  [...page.matchAll(/<input type="radio"[^>]* value="([^"]*)"/g)].map(([, value]) => value)

t.test('on a frame one id is one choice, with a word that it stands for two', async (t) => {
  const page = await start(t, [TWICE, ONCE])
  const twice = await page('/jobs/j1/frames/1')
  t.strictSame(choices(twice), ['8', '3'])
  const [, eight = '', three = ''] = twice.split('class="track-option"')
  t.match(eight, SAYS_SO)
  t.notMatch(three, SAYS_SO)
  t.notMatch(await page('/jobs/j1/frames/2'), SAYS_SO)
})

t.test('a track is shown and suggested on a frame where nobody else bears its id', async (t) => {
  const page = await start(t, [TWICE, ONCE], { player_ref: { track_id: 8 } })
  const job = await page('/jobs/j1')
  t.match(job, /Frame 2 at 00:02\.0/)
  t.notMatch(job, SAYS_SO)
  t.match(await page('/jobs/j1/frames/1'), /Suggested from track 8[^<]*this id stands for 2 people/)
})

t.test('where there is no such frame, the choice and the suggestion say it', async (t) => {
  const page = await start(t, [TWICE])
  t.match(await page('/jobs/j1'), SAYS_SO)
  const chosen = await start(t, [TWICE], { player_ref: { track_id: 8 } })
  t.match(await chosen('/jobs/j1'), /The box is that of track 8[^<]*this id stands for 2 people/)
})

t.test('two proposals with one id are one choice too', async (t) => {
  const proposal = (x: number) => ({
    trackId: 8,
    coveragePct: 1,
    sampleFrames: [{ time_sec: 1, bbox: { ...LEFT, x }, image_url: 'http://store.test/c.jpg' }],
  })
  const page = await start(t, [ONCE], {}, [proposal(0.1), proposal(0.5)])
  const html = await page('/jobs/j1')
  t.strictSame(choices(html), ['8'])
  t.match(html, SAYS_SO)
})
