// One file: one press makes several changes in a row; most tests read in `sent` how far it went.

import t, { type Test } from 'tap'
import { startDemoApp } from '../../support/service/demo-app.ts'
import { standingClock } from '../../support/service/demo-clock.ts'

// "Start with this player": choose, confirm and start in one form, each after the last was answered.

const WAITING = '00000000-0000-4000-8000-000000000041'
const READY = '00000000-0000-4000-8000-000000000043'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const AS_PAGE = { ...FORM, accept: 'text/html' }
const AS_FRAGMENT = { ...FORM, accept: '*/*', 'hx-request': 'true' }
const CHANGES = ['select-track', 'pick-player', 'player-ref', 'target', 'selection', 'enqueue']

type Revision = NonNullable<NonNullable<Parameters<typeof startDemoApp>[1]>['dialect']>
type Demo = Parameters<NonNullable<Parameters<typeof startDemoApp>[3]>>[0]

async function start(
  t: Test,
  prepare: (demo: Demo) => void = () => {},
  revision: Revision = '67ab429',
) {
  const sent: { action: string; body: Record<string, unknown> }[] = []
  const app = await startDemoApp(t, { dialect: revision, ...standingClock() }, {}, (demo) => {
    prepare(demo)
    demo.addHook('preHandler', async ({ method, url, body }) => {
      const action = url.split('/').at(-1)!
      if (method === 'POST' && CHANGES.includes(action)) {
        sent.push({ action, body: body as Record<string, unknown> })
      }
    })
  })
  const press = (fields: Record<string, string>, headers = AS_PAGE, query = '', id = WAITING) =>
    app.ask(`/jobs/${id}/start${query}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields).toString(),
    })
  const job = async (id = WAITING) => (await app.ask(`/api/jobs/${id}`)).json().data
  return { ...app, sent, press, job, actions: () => sent.map(({ action }) => action) }
}

/** A track of the frames that is not the stored player's. */
function otherTrack(job: Recorded): string {
  const tracks = job.preview_frames.flatMap((frame) => frame.tracks)
  return String(tracks.find(({ track_id }) => track_id !== job.player_ref.track_id)!.track_id)
}

interface Recorded {
  player_ref: { track_id: number }
  preview_frames: { tracks: { track_id: number }[] }[]
}

t.test('one form stores the player, stores the box that was shown, and starts', async (t) => {
  const { press, job, sent, actions, ask } = await start(t)
  const page = await ask(`/jobs/${WAITING}`)
  t.equal(page.status, 200)
  t.match(page.text, /<button[^>]*formaction="[^"]*\/start"[^>]*>Start with this player</)
  t.match(
    page.text,
    /<button[^>]* hx-config='{"timeout":90000}' formaction="[^"]*\/start"/,
    'four changes take long',
  )
  const [, shown] = /name="trackId" value="(\d+)" checked/.exec(page.text)!
  const answer = await press({ trackId: shown!, attempt: '' })
  t.equal(answer.status, 303)
  t.equal(answer.headers['location'], `/jobs/${WAITING}#progress`)
  t.strictSame(actions(), ['select-track', 'target', 'enqueue'])
  const [chosen, target] = sent.map(({ body }) => body) as [
    { trackId: number; selection: { bbox: object; time_sec: number } },
    { bbox: object; time_sec: number; track_id: number },
  ]
  t.equal(String(chosen.trackId), shown)
  t.equal(String(target.track_id), shown)
  t.strictSame(target.bbox, chosen.selection.bbox, 'the box that was chosen by is the target')
  t.equal(target.time_sec, chosen.selection.time_sec)
  t.match((await job()).status, /QUEUED|RUNNING/)
})

t.test('htmx gets the running job in the place of the choice', async (t) => {
  const { press } = await start(t)
  const answer = await press({ trackId: '8', attempt: '' }, AS_FRAGMENT)
  t.equal(answer.status, 200)
  t.match(answer.text, /^\s*<div id="flow"/)
  t.match(answer.text, /Analysis progress/)
})

t.test('a track that is no proposal is picked from the frames', async (t) => {
  const { press, actions, job } = await start(t)
  const other = otherTrack(await job(READY))
  t.equal((await press({ track_id: other }, AS_PAGE, '', READY)).status, 303)
  t.equal(String((await job(READY)).player_ref.track_id), other)
  t.strictSame(actions(), ['pick-player', 'target', 'enqueue'])
})

t.test('a box of the editor is the target, on its frame', async (t) => {
  const { press, job, sent } = await start(t)
  const frame = (await job()).preview_frames.find((one: { tracks: { track_id: number }[] }) =>
    one.tracks.some(({ track_id }) => track_id === 8),
  )
  const { x, y, w, h } = frame.tracks.find((one: { track_id: number }) => one.track_id === 8).bbox
  const pixels = [x * frame.width, y * frame.height + 2, w * frame.width, h * frame.height]
  const [left, top, width, height] = pixels.map((side) => side.toFixed(1))
  const answer = await press({
    track_id: '8',
    attempt: '',
    frame_key: frame.key,
    left: left!,
    top: top!,
    width: width!,
    height: height!,
  })
  t.equal(answer.status, 303)
  const target = sent.find(({ action }) => action === 'target')!.body
  t.equal(target['frame_key'], frame.key)
  t.ok(Math.abs((target['bbox'] as { y: number }).y * frame.height - Number(top)) < 0.06)
})

t.test('what is stored is started with as it is, and nothing of it is lost', async (t) => {
  const { press, job, sent, actions } = await start(t)
  const before = await job(READY)
  const track_id = String(before.player_ref.track_id)
  const answer = await press(
    { track_id, attempt: before.target.analysis_attempt_id },
    AS_PAGE,
    '',
    READY,
  )
  t.equal(answer.status, 303)
  t.strictSame(actions(), ['enqueue'])
  t.strictSame(sent[0]!.body, {})
  t.strictSame((await job(READY)).target.selections, before.target.selections)
})

t.test('a further box is added to those that are stored, and then started with', async (t) => {
  const { press, job, sent, actions } = await start(t)
  const before = await job(READY)
  const [stored] = before.target.selections
  const track_id = String(before.player_ref.track_id)
  const frame = before.preview_frames.find(
    (one: { key: string; tracks: { track_id: number }[] }) =>
      one.key !== stored.frame_key &&
      one.tracks.some((track) => String(track.track_id) === track_id),
  )
  const { x, y, w, h } = frame.tracks.find(
    (one: { track_id: number }) => String(one.track_id) === track_id,
  ).bbox
  const box = {
    left: (x * frame.width).toFixed(1),
    top: (y * frame.height).toFixed(1),
    width: (w * frame.width).toFixed(1),
    height: (h * frame.height).toFixed(1),
  }
  const form = {
    track_id,
    attempt: before.target.analysis_attempt_id,
    frame_key: frame.key,
    ...box,
  }
  const away = { ...form, left: '0', top: '0', width: '20', height: '20' }
  const refused = await press(away, AS_PAGE, '', READY)
  t.equal(refused.status, 400)
  t.match(refused.text, 'This box hardly covers track')
  t.strictSame(actions(), [], 'nothing was sent')
  t.equal((await press(form, AS_PAGE, '', READY)).status, 303)
  t.strictSame(actions(), ['selection', 'enqueue'])
  const { selections } = sent[0]!.body as { selections: { frame_key: string }[] }
  t.strictSame(
    selections.map(({ frame_key }) => frame_key),
    [stored.frame_key, frame.key],
  )
})

t.test('a refusal ends it, and says what is stored', async (t) => {
  for (const [stops, before, stands] of [
    ['select-track', null, 'step-state">'],
    ['target', 'The player is stored. Nothing was started.', 'Confirm target'],
    [
      'enqueue',
      'The player is stored. The target is stored. Nothing was started.',
      'Start analysis',
    ],
  ] as const) {
    const { press, actions, job } = await start(t, (demo) => {
      demo.addHook('onRequest', async ({ method, url }, reply) => {
        if (method !== 'POST' || !url.endsWith(`/${stops}`)) return
        await reply
          .code(409)
          .send({ ok: false, error: { code: 'NO', message: `${stops} refused` } })
      })
    })
    const answer = await press({ trackId: '8', attempt: '' }, AS_FRAGMENT)
    t.equal(answer.status, 409, stops)
    t.match(answer.text, `${stops} refused`, 'in the words of the service')
    t.match(answer.text, stands, 'on the job as it now is')
    if (before === null) t.notMatch(answer.text, 'Nothing was started')
    else t.match(answer.text, before)
    t.notMatch((await job()).status, /QUEUED|RUNNING/)
    t.equal(actions().length, ['select-track', 'target', 'enqueue'].indexOf(stops), 'none after it')
  }
})

t.test('a service that is gone after the choice is told with what is stored', async (t) => {
  const { press } = await start(t, (demo) => {
    demo.addHook('onRequest', async ({ method, url, raw }) => {
      if (method === 'POST' && url.endsWith('/target')) raw.destroy()
    })
  })
  const answer = await press({ trackId: '8', attempt: '' }, AS_FRAGMENT)
  t.equal(answer.status, 502)
  t.match(answer.text, /<h2 id="problem-title"/)
  t.match(
    answer.text,
    'The player is stored. It is not known whether the target was stored. Nothing was started.',
  )
})

t.test('a start whose answer is lost is not told as not made', async (t) => {
  const { press, job } = await start(t, (demo) => {
    demo.addHook('onSend', async ({ method, url, raw }) => {
      if (method === 'POST' && url.endsWith('/enqueue')) raw.socket.destroy()
    })
  })
  const answer = await press({ trackId: '8', attempt: '' }, AS_FRAGMENT)
  t.equal(answer.status, 502)
  t.match(answer.text, 'It is not known whether the analysis was started.')
  t.notMatch(answer.text, 'Nothing was started')
  t.match((await job()).status, /QUEUED|RUNNING/)
})

t.test('a start that the service failed at, without a word, may have been made', async (t) => {
  const { press } = await start(t, (demo) => {
    demo.addHook('onRequest', async ({ method, url }, reply) => {
      if (method === 'POST' && url.endsWith('/enqueue')) await reply.code(500).send({})
    })
  })
  const answer = await press({ trackId: '8', attempt: '' }, AS_FRAGMENT)
  t.equal(answer.status, 500)
  t.match(answer.text, 'It is not known whether the analysis was started.')
  t.notMatch(answer.text, 'Nothing was started')
})

t.test('a job that cannot be read before the start is told with what is stored', async (t) => {
  let isStored = false
  const { press, actions } = await start(t, (demo) => {
    demo.addHook('onRequest', async ({ method }, reply) => {
      if (method !== 'GET' || !isStored) return
      await reply.code(500).send({ ok: false, error: { code: 'NO', message: 'The disk is full' } })
    })
    demo.addHook('onResponse', async ({ method, url }) => {
      if (method === 'POST' && url.endsWith('/target')) isStored = true
    })
  })
  const answer = await press({ trackId: '8', attempt: '' }, AS_FRAGMENT)
  t.equal(answer.status, 500)
  t.strictSame(actions(), ['select-track', 'target'], 'the start was not sent')
  t.match(answer.text, 'The player is stored. The target is stored. Nothing was started.')
  t.notMatch(answer.text, 'It is not known')
  t.match(answer.text, 'The disk is full', 'in the words of the service')
})

t.test('a box is not stored on another frame than the one that it was drawn on', async (t) => {
  const { press, actions } = await start(t)
  const box = { left: '600', top: '300', width: '60', height: '120' }
  for (const place of [{ frame_key: 'of-yesterday' }, { time_sec: '9999' }, {}]) {
    const answer = await press({ track_id: '8', attempt: '', ...place, ...box })
    t.equal(answer.status, 400)
    t.match(answer.text, /Choose the frame again/)
  }
  t.equal((await press({ trackId: '8', attempt: '', frame_key: 'of-yesterday' })).status, 400)
  t.strictSame(actions(), [])
})

t.test(
  'a start that comes too late says what somebody else has done, not what to correct',
  async (t) => {
    const { press, ask, job, actions } = await start(t)
    const page = await ask(`/jobs/${WAITING}`)
    t.equal(page.status, 200)
    const [, attempt] = /name="attempt" value="([^"]*)"/.exec(page.text)!
    const [, seen] = /name="seen" value="([^"]*)"/.exec(page.text)!
    const [, mine] = /name="trackId" value="(\d+)" checked/.exec(page.text)!
    const fields = { trackId: mine!, attempt: attempt!, seen: seen! }
    const theirs = [...page.text.matchAll(/name="trackId" value="(\d+)"/g)].find(
      (one) => one[1] !== mine,
    )!
    t.equal((await press({ ...fields, trackId: theirs[1]! })).status, 303)
    const done = actions().length
    const late = await press(fields)
    t.equal(late.status, 409)
    t.match(late.text, /ANALYSIS_IN_PROGRESS/)
    t.notMatch(late.text, /needs correcting/)
    t.equal(actions().length, done)
    t.equal(String((await job()).player_ref.track_id), theirs[1])
  },
)

t.test('another box of the player than the one that the page showed is not stored', async (t) => {
  const { press, ask, actions } = await start(t)
  for (const path of [`/jobs/${WAITING}`, `/jobs/${WAITING}/frames/5`]) {
    const page = await ask(path)
    t.equal(page.status, 200)
    const field = /name="(trackId|track_id)" value="8"/.exec(page.text)![1]!
    const [, seen] = /name="seen" value="([^"]*)"/.exec(page.text)!
    const place = path.endsWith('/5') ? { frame_key: `jobs/${WAITING}/frames/frame_0005.jpg` } : {}
    t.match(` ${seen}`, / 8\.\w/)
    const other = seen!.replace(/(^| )8\.\S+/, '$18.another')
    const form = { [field]: '8', attempt: '', ...place, seen: other }
    const started = await press(form)
    t.equal(started.status, 400)
    t.match(started.text, /has changed since you opened the page/)
    const action = field === 'trackId' ? 'select-track' : 'pick-player'
    const chosen = await ask(`/api/jobs/${WAITING}/${action}`, {
      method: 'POST',
      headers: AS_PAGE,
      body: new URLSearchParams(form).toString(),
    })
    t.equal(chosen.status, 400)
    t.match(chosen.text, /has changed since you opened the page/)
    t.strictSame(actions(), [])
  }
  const page = await ask(`/jobs/${WAITING}`)
  const [, seen] = /name="seen" value="([^"]*)"/.exec(page.text)!
  t.equal((await press({ trackId: '8', attempt: '', seen: seen! })).status, 303)
})

t.test('a proposal is not started with while nobody says the proposals', async (t) => {
  const { press, actions } = await start(t, (demo) => {
    demo.addHook('onRequest', async ({ url }, reply) => {
      if (url.endsWith('/candidates')) await reply.code(500).send({})
    })
  })
  const answer = await press({ trackId: '8', attempt: '' })
  t.match(answer.status, /^(400|502)$/)
  t.strictSame(actions(), [])
})

t.test(
  'a start that the service did not keep is sent again when it is pressed again',
  async (t) => {
    let enqueued = 0
    const { press } = await start(t, (demo) => {
      demo.addHook('preHandler', async ({ method, url }, reply) => {
        if (method !== 'POST' || !url.endsWith('/enqueue')) return
        enqueued += 1
        await reply.send({ ok: true, data: { status: 'QUEUED' } })
      })
    })
    t.equal((await press({ trackId: '8', attempt: '' })).status, 303)
    t.equal((await press({ trackId: '8' })).status, 303)
    t.equal(enqueued, 2)
  },
)

t.test('another player on the frame of the stored box gets a box of its own', async (t) => {
  const { ask, job } = await start(t)
  const { target, preview_frames, player_ref } = await job(READY)
  const key = target.selections[0].frame_key
  const n = preview_frames.findIndex((one: { key: string }) => one.key === key)
  const frame = preview_frames[n]
  const other = frame.tracks.find(
    ({ track_id }: { track_id: number }) => track_id !== player_ref.track_id,
  )
  const page = await ask(`/jobs/${READY}/frames/${n + 1}?track=${other.track_id}`)
  t.equal(page.status, 200)
  const left = Number(/name="left" value="([\d.]+)"/.exec(page.text)![1])
  t.ok(Math.abs(left - other.bbox.x * frame.width) < 1, `${left}`)
})

t.test('a running analysis is not told as started with another box of the player', async (t) => {
  const { press, job, actions } = await start(t)
  const frame = (await job()).preview_frames[6]
  const box = { left: '600.0', top: '300.0', width: '60.0', height: '120.0' }
  const form = { track_id: '8', attempt: '', frame_key: frame.key, force: 'true', ...box }
  t.equal((await press(form)).status, 303)
  t.equal((await press(form)).status, 303, 'sent again by the browser')
  const before = actions().length
  t.equal((await press({ ...form, left: '610.0' })).status, 409)
  t.equal(actions().length, before)
})

t.test('a page made before somebody else changed the job starts nothing', async (t) => {
  const { press, actions, post, job } = await start(t)
  const frame = (await job()).preview_frames[0]
  const other = { frame_key: frame.key, track_id: frame.tracks[0].track_id }
  t.equal((await post(`/api/jobs/${WAITING}/pick-player`, other)).status, 200)
  const answer = await press({ track_id: '8', attempt: '' })
  t.equal(answer.status, 409)
  t.match(answer.text, /Somebody else has changed this job/)
  t.strictSame(actions(), ['pick-player'], 'the other one')
})

t.test('another player chosen between two of its actions ends it', async (t) => {
  const { press, actions } = await start(t, (demo) => {
    demo.addHook('onSend', async ({ url, method }, _reply, payload) => {
      if (method !== 'POST' || !url.endsWith('/select-track')) return payload
      const [frame] = (await demo.inject(`/jobs/${WAITING}`)).json().data.preview_frames
      const other = frame.tracks.find((one: { track_id: number }) => one.track_id !== 8)
      const { target: attempt } = (await demo.inject(`/jobs/${WAITING}`)).json().data
      const changed = await demo.inject({
        method: 'POST',
        url: `/jobs/${WAITING}/pick-player`,
        headers: { 'x-analysis-attempt-id': attempt.analysis_attempt_id },
        payload: { frame_key: frame.key, track_id: other.track_id },
      })
      t.equal(changed.statusCode, 200)
      return payload
    })
  })
  const answer = await press({ trackId: '8', attempt: '' })
  t.equal(answer.status, 409)
  t.match(answer.text, /Somebody else has changed this job/)
  t.notOk(actions().includes('target'))
  t.notOk(actions().includes('enqueue'))
})

t.test('pressed twice, one analysis runs', async (t) => {
  const { press, actions } = await start(t)
  const both = await Promise.all([1, 2].map(() => press({ trackId: '8', attempt: '' })))
  t.strictSame(
    both.map(({ status }) => status),
    [303, 303],
  )
  t.strictSame(actions(), ['select-track', 'target', 'enqueue'])
})

t.test('a running analysis of another player is not told as started', async (t) => {
  const { press, job } = await start(t)
  const before = await job(READY)
  const chosen = before.player_ref.track_id
  t.equal((await press({ track_id: String(chosen) }, AS_PAGE, '', READY)).status, 303)
  t.equal((await press({ track_id: otherTrack(before) }, AS_PAGE, '', READY)).status, 409)
  t.equal((await press({ track_id: String(chosen) }, AS_PAGE, '', READY)).status, 303)
})

t.test('nothing is sent where nothing is chosen, or nobody sees the player', async (t) => {
  const { press, actions } = await start(t)
  const none = await press({ attempt: '' })
  t.equal(none.status, 400)
  t.match(none.text, /Choose a player/)
  const unseen = await press({ track_id: '99999', attempt: '' })
  t.equal(unseen.status, 400)
  t.match(unseen.text, /seen on no preview frame/)
  t.strictSame(actions(), [])
})

t.test('a service without pick-player takes a proposal, and no other track', async (t) => {
  const { ask, press, actions, job } = await start(t, () => {}, 'd650813')
  const page = await ask(`/jobs/${READY}`)
  t.equal(page.status, 200)
  t.ok(page.text.includes('Use this player'))
  t.notOk(page.text.includes('Start with this player'))
  const answer = await press({ track_id: otherTrack(await job(READY)) }, AS_PAGE, '', READY)
  t.equal(answer.status, 400)
  t.match(answer.text, /one after the other/)
  t.strictSame(actions(), [])
  t.equal((await press({ trackId: '8', attempt: '' })).status, 303)
  t.strictSame(actions(), ['select-track', 'target', 'enqueue'])
})

t.test('a script is told that this is a form', async (t) => {
  const { ask, actions } = await start(t)
  const answer = await ask(`/jobs/${WAITING}/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"trackId":8}',
  })
  t.equal(answer.status, 415)
  t.strictSame(actions(), [])
})
