import t, { type Test } from 'tap'
import { startApp } from '../../support/app.ts'
import { CONFIRMED, FRAMES, TRACK_8 } from '../../support/service/jobs.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

const failed = (id: string) => ({
  job_id: id,
  status: 'FAILED',
  failure_reason: 'TRACKING_FAILED',
  preview_frames: FRAMES,
  player_ref: TRACK_8,
  target: CONFIRMED,
})
const NO_ROUTE = json({ detail: 'Not Found' }, 404)
const OTHER_METHOD = json({ detail: 'Method Not Allowed' }, 405)
const TRY_AGAIN = /<button[^>]*>Try again/

/** A service whose later routes answer a GET as told, by the id of the job. */
async function start(t: Test, route: (id: string) => typeof NO_ROUTE) {
  const upstream = await startUpstream(t, ({ path }) => {
    const [, , id = '', rest] = path.split(/[/?]/)
    const isLater = ['retry', 'player-profile', 'pick-player'].includes(rest ?? '')
    return isLater ? route(id) : json({ ok: true, data: failed(id) })
  })
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  return async (id: string) => {
    const { status, text } = await ask(`/jobs/${id}`, { headers: { accept: 'text/html' } })
    t.equal(status, 200)
    return text
  }
}

t.test('what one job answers oddly is not taken for what the service can do', async (t) => {
  const page = await start(t, (id) => (id === 'bad' ? NO_ROUTE : OTHER_METHOD))
  await page('bad')
  t.match(await page('good'), TRY_AGAIN)
  t.match(await page('bad'), TRY_AGAIN)
})

t.test('what the service answers for every id is what it can do, at the first look', async (t) => {
  const page = await start(t, () => NO_ROUTE)
  t.notMatch(await page('one'), TRY_AGAIN)
  t.notMatch(await page('other'), TRY_AGAIN)
})
