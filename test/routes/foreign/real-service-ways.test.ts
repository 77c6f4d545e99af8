// One file: what real versions of the service lack or do in a way of their own, shown on the recorded jobs named first.

import type http from 'node:http'
import t from 'tap'
import { asRecord } from '../../../src/domain/text/reading.ts'
import { actsOn, heading, stepOf, textOf } from '../../support/browser/page-text.ts'
import { rendering, startFakedService } from '../../support/service/faked-service.ts'
import { recordedState } from '../../support/service/recorded-app.ts'

const FAILED = recordedState('failed').job
const READY = recordedState('ready-to-enqueue').job
const WAITING = recordedState('waiting-for-target').job
const CHOOSING = recordedState('candidates-ready')
const JANUARY = { 'select-track': {}, 'player-ref': {}, target: {}, selection: {}, enqueue: {} }
const FIRST_FRAME = (job: object) => {
  const [frame] = asRecord(job)['preview_frames'] as { key: string }[]
  return frame!.key
}

t.test('a track is taken by select-track where the service has no pick-player', async (t) => {
  t.equal(rendering('pick-player-404-d650813').status, 404)
  const job = { ...CHOOSING.job, status: 'WAITING_FOR_SELECTION' }
  const candidates = { ...CHOOSING.candidates }
  const app = await startFakedService(t, { job, candidates, actions: JANUARY })
  const page = await app.ask(`/jobs/${app.id}/frames/1`)
  t.equal(page.status, 200)
  t.match(heading(page.text), /^Frame 1 of 32/)
  t.notOk(actsOn(page.text).includes('pick-player'))
  t.match(page.text, /name="trackId" value="8"/)

  const frame_key = FIRST_FRAME(job)
  const answer = await app.send('select-track?page=frame', { trackId: '8', frame_key, attempt: '' })
  t.equal(answer.status, 303)
  const box = { x: 0.22, y: 0.3, w: 0.06, h: 0.22 }
  t.match(app.sent(), [
    { action: 'select-track', body: { trackId: 8, selection: { time_sec: 2.909, bbox: box } } },
  ])
})

t.test('a track that is no proposal is stored by its box there', async (t) => {
  const app = await startFakedService(t, { job: CHOOSING.job, actions: JANUARY })
  for (const path of [`/jobs/${app.id}`, `/jobs/${app.id}/frames/1`]) {
    const page = await app.ask(path)
    t.equal(page.status, 200)
    t.notOk(actsOn(page.text).includes('pick-player'), path)
    t.ok(actsOn(page.text).includes('player-ref'), path)
    t.match(textOf(page.text), /the track’s box/, path)
  }
  const answer = await app.send('player-ref', { track_id: '3', attempt: '' })
  t.equal(answer.status, 303)
  const [{ action, body } = { action: '', body: {} }] = app.sent()
  t.equal(action, 'player-ref')
  t.hasProps(body, ['frame_time_sec', 'x', 'y', 'w', 'h'])
})

t.test('what the service has is asked once for all pages, and again after a while', async (t) => {
  let now = Date.parse('2026-08-01T00:00:00Z')
  const app = await startFakedService(t, { job: FAILED, actions: JANUARY }, { now: () => now })
  const asked = () =>
    app.upstream.requests.filter(
      ({ method, path }) => method === 'GET' && path === `/jobs/${app.id}/retry`,
    )
  for (let i = 0; i < 3; i += 1) {
    const page = await app.ask(`/jobs/${app.id}`)
    t.equal(page.status, 200)
    t.notMatch(textOf(page.text), /Try again with/)
  }
  t.equal(asked().length, 1)
  now += 16 * 60_000
  await app.ask(`/jobs/${app.id}`)
  t.equal(asked().length, 2)
})

t.test('nothing is asked for a job that runs, and nothing is posted to find out', async (t) => {
  const app = await startFakedService(t, { job: recordedState('running').job })
  t.equal((await app.ask(`/jobs/${app.id}`)).status, 200)
  const paths = app.upstream.requests.map(({ method, path }) => `${method} ${path}`)
  t.same(
    paths.filter((path) => !/^GET \/jobs\/[^/]+(\?view=full|\/candidates)$/.test(path)),
    [],
  )
})

t.test('a job that the service does not know says nothing about its routes', async (t) => {
  const app = await startFakedService(t, { job: FAILED })
  app.upstream.on(`GET /jobs/${app.id}/retry`, {
    status: 404,
    body: JSON.stringify({ ok: false, error: { code: 'JOB_NOT_FOUND', message: 'Job not found' } }),
  })
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  t.match(textOf(stepOf(page.text, 'progress')), /Try again with the same player/)
})

t.test('a page does not wait for what the service has, and a late answer is learnt', async (t) => {
  const app = await startFakedService(t, { job: FAILED, actions: JANUARY })
  const held: http.ServerResponse[] = []
  app.upstream.on(`GET /jobs/${app.id}/retry`, (_seen, response) => {
    held.push(response)
    return null
  })
  const progress = async () => {
    const page = await app.ask(`/jobs/${app.id}`)
    t.equal(page.status, 200)
    return textOf(stepOf(page.text, 'progress'))
  }
  t.match(await progress(), /Try again with the same player/)
  t.equal(held.length, 1, 'it was asked')
  held[0]!.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}')
  t.match(await progress(), /cannot try a failed analysis again/)
})

t.test(
  'an action that turns out to be unknown is told in words, and the way on is offered',
  async (t) => {
    const app = await startFakedService(t, { job: FAILED, actions: JANUARY })
    app.upstream.on(`GET /jobs/${app.id}/retry`, { status: 500, body: '' })
    t.match((await app.ask(`/jobs/${app.id}`)).text, />Try again</)
    const answer = await app.send('retry', {
      attempt: String(asRecord(FAILED['target'])['analysis_attempt_id']),
    })
    t.equal(answer.status, 404)
    const text = textOf(answer.text)
    t.match(text, /This version of the service cannot do this/)
    t.notMatch(text, /Check the id/)
    t.notMatch(answer.text, />Try again</)
    t.match(text, /Store the target again/)
    const stale = await app.send('retry', { attempt: '' })
    t.equal(stale.status, 409)
    t.match(textOf(stale.text), /cannot try a failed analysis again/)
    t.equal(app.sent().length, 1, 'it is not sent a second time')
  },
)

t.test('the stored target goes back as it was, and several boxes stay several', async (t) => {
  const target = asRecord(FAILED['target'])
  const [first] = target['selections'] as Record<string, number | string>[]
  const attempt = String(target['analysis_attempt_id'])
  const second = {
    ...first,
    frame_key: String(first!['frame_key']).replace('0001', '0002'),
    frame_time_sec: 5.818,
    time_sec: 5.818,
  }
  for (const selections of [[first], [first, second]]) {
    const job = { ...FAILED, target: { ...target, selections } }
    const app = await startFakedService(t, { job, actions: JANUARY })
    const page = await app.ask(`/jobs/${app.id}`)
    t.equal(page.status, 200)
    const form = stepOf(page.text, 'progress')
    const action = selections.length === 1 ? 'target' : 'selection'
    t.ok(actsOn(form).includes(action), action)
    const fields = [...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)]
    const sent = await app.send(
      action,
      Object.fromEntries(fields.map(([, name, value]) => [name!, value!])),
    )
    t.equal(sent.status, 303)
    const [{ body } = { body: { selections: [] } }] = app.sent() as {
      body: { selections: object[] }
    }[]
    t.equal(body.selections.length, selections.length)
    const { x, y, w, h, frame_key } = first!
    t.match(body.selections.at(-1), { x, y, w, h, frame_key })
    t.ok(attempt)
  }
})

t.test('a target is asked for while the service asks, whatever is still confirmed', async (t) => {
  const job = { ...WAITING, status: 'WAITING_FOR_TARGET', target: READY['target'] }
  const app = await startFakedService(t, { job })
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  t.match(textOf(stepOf(page.text, 'target')), /Target now .*asks for the target again/)
  t.match(stepOf(page.text, 'target'), />Confirm target</)
  t.match(
    textOf(stepOf(page.text, 'start')),
    /Before you can start The service asks for the target/,
  )
  const attempt = String(asRecord(READY['target'])['analysis_attempt_id'])
  const start = await app.send('enqueue', { attempt })
  t.equal(start.status, 409)
  t.match(textOf(start.text), /asks for the target again/)
  t.same(app.sent(), [])
  const script = await app.post(`/api/jobs/${app.id}/enqueue`, {})
  t.equal(script.status, 200, 'scripts pass: the gate asks for what is stored')
})

t.test('player 7 is not started with the target on player 8', async (t) => {
  const player_ref = { track_id: 3, t: 2.909, x: 0.6, y: 0.4, w: 0.05, h: 0.2 }
  const app = await startFakedService(t, { job: { ...READY, player_ref } })
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  t.match(textOf(page.text), /M\. Bianchi Confirm the target/)
  t.match(textOf(stepOf(page.text, 'target')), /is on track 8, not on the player, track 3/)
  t.match(
    textOf(stepOf(page.text, 'start')),
    /Before you can start The stored target is on track 8/,
  )
  t.notMatch(stepOf(page.text, 'start'), /Start analysis/)
  const start = await app.send('enqueue', { attempt: '' })
  t.equal(start.status, 409)
  t.match(textOf(start.text), /is on track 8, not on the player, track 3/)
  t.same(app.sent(), [])
})

t.test(
  'a completed job is not offered to run again as it is, which would do nothing',
  async (t) => {
    const app = await startFakedService(t, { job: recordedState('completed-report-done').job })
    const page = await app.ask(`/jobs/${app.id}`)
    t.equal(page.status, 200)
    t.match(textOf(stepOf(page.text, 'start')), /Choose the player again, confirm the target/)
    t.notOk(actsOn(page.text).includes('enqueue'))
    const start = await app.send('enqueue', { attempt: '', discard: 'true' })
    t.equal(start.status, 409)
    t.same(app.sent(), [])
  },
)

t.test('the last of three tries is said, and not offered a fourth time', async (t) => {
  const progress = { ...asRecord(FAILED['progress']), retry_count: 2 }
  const app = await startFakedService(t, { job: { ...FAILED, progress } })
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  t.match(textOf(stepOf(page.text, 'progress')), /Tried again 2 of 3 times.*Try again with/)
  const last = await startFakedService(t, {
    job: { ...FAILED, progress: { ...progress, retry_count: 3 } },
  })
  const spent = textOf(stepOf((await last.ask(`/jobs/${last.id}`)).text, 'progress'))
  t.match(spent, /as often as the service allows\. Choose the player again , confirm/)
  t.notMatch(spent, /Try again with|Store the target/)
})

const AWAY = { ready: false, required: true, dependencies: { redis: 'ready', worker: 'missing' } }

t.test('a worker that is away is said before anything is started', async (t) => {
  for (const job of [READY, FAILED, recordedState('partial').job]) {
    const app = await startFakedService(t, { job, runtime: AWAY })
    const page = await app.ask(`/jobs/${app.id}`)
    t.equal(page.status, 200)
    t.match(textOf(page.text), /The analysis worker is not running/, String(job['status']))
  }
})

t.test('a worker is not said to be away where nobody knows, or nobody needs one', async (t) => {
  for (const runtime of [undefined, { ready: true }, { ready: false, required: false }, {}]) {
    const app = await startFakedService(t, { job: READY, ...(runtime ? { runtime } : {}) })
    const page = await app.ask(`/jobs/${app.id}`)
    t.equal(page.status, 200)
    t.match(page.text, />Start analysis</)
    t.notMatch(textOf(page.text), /worker is not running/)
  }
})

t.test(
  'the worker is looked at once for many pages, and only where something may be started',
  async (t) => {
    let now = Date.parse('2026-08-01T00:00:00Z')
    const app = await startFakedService(t, { job: READY, runtime: AWAY }, { now: () => now })
    const looks = () => app.upstream.requests.filter(({ path }) => path === '/runtime').length
    await Promise.all(Array.from({ length: 5 }, () => app.ask(`/jobs/${app.id}`)))
    t.equal(looks(), 1)
    now += 6_000
    await app.ask(`/jobs/${app.id}`)
    t.equal(looks(), 2)
    const waiting = await startFakedService(t, { job: CHOOSING.job, runtime: AWAY })
    t.equal((await waiting.ask(`/jobs/${waiting.id}`)).status, 200)
    t.notOk(waiting.upstream.requests.some(({ path }) => path === '/runtime'))
  },
)

t.test('a report that was asked for is not said to be unasked', async (t) => {
  const { job } = recordedState('completed-report-done')
  const app = await startFakedService(t, { job, report: { status: 'PENDING' } })
  const page = await app.ask(`/jobs/${app.id}/result`)
  t.equal(page.status, 200)
  t.match(textOf(page.text), /No report has been written\. Ask for a report/)
  const attempt = String(asRecord(job['target'])['analysis_attempt_id'])
  const sent = await app.send('report', { attempt })
  t.equal(sent.status, 303)
  t.equal(sent.headers['location'], `/jobs/${app.id}/result?report=asked#report`)
  const after = await app.ask(`/jobs/${app.id}/result?report=asked`)
  t.match(textOf(after.text), /The report was asked for\./)
  t.notMatch(textOf(after.text), /No report has been written|Ask for a report/)
})

t.test('a service without reports is offered none', async (t) => {
  const app = await startFakedService(t, { job: recordedState('completed-report-done').job })
  const page = await app.ask(`/jobs/${app.id}/result`)
  t.equal(page.status, 200)
  t.notMatch(textOf(page.text), /Report/)
  t.notOk(actsOn(page.text).includes('report'))
})

t.test('a job without times is not said to be worked on for ever', async (t) => {
  const { updated_at: _, created_at: __, ...job } = recordedState('previews-ready-no-tracks').job
  const progress = { step: 'TRACKING_CANDIDATES', pct: 21 }
  const app = await startFakedService(t, { job: { ...job, progress } })
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  const text = textOf(stepOf(page.text, 'player'))
  t.match(text, /may still be looking for players/)
  t.match(text, /Draw the player’s box/)
})

t.test('the match of the archive and the parts of the video are shown', async (t) => {
  const { job } = recordedState('running')
  const source = {
    title: 'Rossi FC - Verdi FC',
    home_team: 'Rossi FC',
    away_team: 'Verdi FC',
    competition: 'Test League',
    season: '2025/26',
  }
  const target = { ...asRecord(job['target']), source, full_match_mode: true }
  const progress = { ...asRecord(job['progress']), stats: { windows_done: 3, windows_total: 8 } }
  const app = await startFakedService(t, { job: { ...job, target, progress } })
  const page = await app.ask(`/jobs/${app.id}`)
  t.equal(page.status, 200)
  const text = textOf(page.text)
  t.match(text, /Match Rossi FC – Verdi FC Competition Test League 2025\/26 Video a full match/)
  t.match(text, /Part 3 of 8 of the video is done/)
})

t.test('warnings of before the run are no sign of failure while a job waits or runs', async (t) => {
  const warnings = [
    'TRACKING_EVIDENCE_INSUFFICIENT',
    'PLAYER_EVALUATION_WITHHELD',
    'CROSS_SHOT_IDENTITY_UNVALIDATED',
  ]
  for (const job of [CHOOSING.job, WAITING, READY, recordedState('running').job]) {
    const app = await startFakedService(t, { job: { ...job, warnings } })
    const page = await app.ask(`/jobs/${app.id}`)
    t.equal(page.status, 200)
    t.notMatch(textOf(page.text), /evidence|withheld|not recognised|failed/i, String(job['status']))
  }
})
