// One file: what a form gets for its answer, as a page and as a fragment, on the jobs of the demo.

import t from 'tap'
import { startDemoApp } from '../../support/service/demo-app.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const AS_PAGE = { ...FORM, accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const AS_FRAGMENT = { ...FORM, accept: '*/*', 'hx-request': 'true' }

async function start(t: Parameters<typeof startDemoApp>[0]) {
  const app = await startDemoApp(t)
  const sent: string[] = []
  app.demo.server.on('request', ({ method, url, headers }) => {
    if (method === 'POST') sent.push(`${url} ${headers['x-analysis-attempt-id'] ?? 'no attempt'}`)
  })
  const action = (n: number, name: string, headers: Record<string, string>, fields: object) =>
    app.ask(`/api/jobs/${id(n)}/${name}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(fields as Record<string, string>).toString(),
    })
  return { ...app, sent, action }
}

t.test('a plain form is answered with a redirect to the step that follows', async (t) => {
  const { action, sent } = await start(t)
  const answer = await action(5, 'select-track', AS_PAGE, { trackId: '8', attempt: '' })
  t.equal(answer.status, 303)
  t.equal(answer.headers['location'], `/jobs/${id(5)}#target`)
  t.same(sent, [`/jobs/${id(5)}/select-track no attempt`], 'no attempt id is invented')
})

t.test(
  'htmx gets the fragment of the new state, of the very file that the page includes',
  async (t) => {
    const { action, ask } = await start(t)
    const answer = await action(5, 'select-track', AS_FRAGMENT, { trackId: '8', attempt: '' })
    t.equal(answer.status, 200)
    t.match(answer.headers['content-type'], /text\/html/)
    t.match(answer.headers['vary'], /HX-Request/)
    t.match(answer.text, /^\s*<div id="flow"/)
    t.match(answer.text, /Confirm target/)
    const page = await ask(`/jobs/${id(5)}`)
    const flow = page.text.slice(page.text.indexOf('<div id="flow"'), page.text.indexOf('</main>'))
    t.equal(flow.trim(), answer.text.trim(), 'the same to the letter')
  },
)

t.test('a script that posts a form is told to send JSON, and nothing is forwarded', async (t) => {
  const { action, sent } = await start(t)
  const answer = await action(5, 'select-track', FORM, { trackId: '8' })
  t.equal(answer.status, 415)
  t.match(answer.json().error.message, /application\/json/)
  t.same(sent, [])
})

t.test('a page made before somebody else changed the job does not change it', async (t) => {
  const { action, sent, post, ask } = await start(t)
  const seen = (await ask(`/api/jobs/${id(10)}`)).json().data.target.analysis_attempt_id ?? ''
  const other = { frame_key: `jobs/${id(10)}/frames/frame_0001.jpg`, track_id: 3 }
  t.equal(
    (
      await post(
        `/api/jobs/${id(10)}/pick-player`,
        other,
        seen ? { 'x-analysis-attempt-id': seen } : {},
      )
    ).status,
    200,
  )
  sent.length = 0
  const answer = await action(10, 'pick-player', AS_PAGE, {
    track_id: '8',
    attempt: seen || 'made-before',
  })
  t.equal(answer.status, 409)
  t.match(answer.text, /Somebody else has changed this job/)
  t.match(answer.text, /Track 3/, 'the new state is shown')
  t.same(sent, [], 'nothing was sent again')
})

t.test('a page sends the attempt that it was judged on', async (t) => {
  const { action, sent, ask } = await start(t)
  const attempt = (await ask(`/api/jobs/${id(13)}`)).json().data.target.analysis_attempt_id
  t.equal((await action(13, 'enqueue', AS_PAGE, { attempt })).status, 303)
  t.same(sent, [`/jobs/${id(13)}/enqueue ${attempt}`])
})

t.test('what the job does not allow is refused in words, and nothing is forwarded', async (t) => {
  const { action, sent } = await start(t)
  const cases: [number, string, object, number, RegExp][] = [
    [14, 'pick-player', { track_id: '8' }, 409, /queued or running/],
    [15, 'target', {}, 409, /queued or running/],
    [1, 'select-track', { trackId: '8' }, 409, /frames are not ready/],
    [5, 'enqueue', {}, 409, /must be stored before/],
    [20, 'enqueue', {}, 409, /throw it away/],
    [19, 'target', {}, 409, /throw it away/],
    [21, 'enqueue', {}, 409, /Try again/],
    [13, 'retry', {}, 409, /failed can be tried again/],
    [5, 'select-track', {}, 400, /Choose a player/],
    [10, 'target', { frame_key: 'gone' }, 400, /Choose the frame again/],
    [10, 'player-profile', { shirtNumber: '100' }, 400, /0 to 99/],
  ]
  for (const [n, name, fields, status, says] of cases) {
    for (const headers of [AS_PAGE, AS_FRAGMENT]) {
      const answer = await action(n, name, headers, fields)
      t.equal(answer.status, status, `${name} on ${n}`)
      t.match(answer.text, says, `${name} on ${n} says why`)
      t.match(answer.text, /role="alert"/)
    }
  }
  t.same(sent, [])
})

t.test('a start that has been made already leads to the job instead of failing', async (t) => {
  const { action, ask, sent } = await start(t)
  t.equal((await action(14, 'enqueue', AS_PAGE, {})).status, 303)
  const { player_ref } = (await ask(`/api/jobs/${id(14)}`)).json().data
  const shown = String(player_ref.track_id)
  t.equal((await action(14, 'enqueue', AS_PAGE, { player: shown })).status, 303)
  const another = await action(14, 'enqueue', AS_PAGE, { player: `${shown}1` })
  t.equal(another.status, 409, 'not where another player runs than the page showed')
  t.match(another.text, /Somebody else has changed this job/)
  t.same(sent, [])
})

t.test('the form of a start names the player that it starts with', async (t) => {
  const { ask } = await start(t)
  const { player_ref } = (await ask(`/api/jobs/${id(43)}`)).json().data
  for (const path of [`/jobs/${id(43)}`, `/jobs/${id(43)}/frames/2`]) {
    const page = await ask(path)
    t.equal(page.status, 200)
    t.ok(page.text.includes(`name="player" value="${player_ref.track_id}"`), path)
  }
})

t.test('a start does not file the result under a name that the page did not show', async (t) => {
  for (const [job, name, path, fields] of [
    [43, 'enqueue', `/jobs/${id(43)}`, ['player', 'names', 'attempt']],
    [43, 'enqueue', `/jobs/${id(43)}/frames/2`, ['player', 'names', 'attempt']],
    [47, 'retry', `/jobs/${id(47)}`, ['names', 'attempt']],
  ] as const) {
    const { action, ask, post, sent } = await start(t)
    const form = new RegExp(`<form [^>]*action="[^"]*/${name}[^"]*"(.*?)</form>`, 's')
    const formOf = ({ text }: { text: string }) => {
      const [, inputs = ''] = form.exec(text) ?? []
      return Object.fromEntries(
        [...inputs.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
          name,
          value,
        ]),
      )
    }
    const shown = await ask(path)
    t.equal(shown.status, 200)
    t.strictSame(Object.keys(formOf(shown)), fields, path)
    const { target } = (await ask(`/api/jobs/${id(job)}`)).json().data
    const fence = { 'x-analysis-attempt-id': target.analysis_attempt_id }
    const rename = { playerName: 'M. Bianchi' }
    t.equal((await post(`/api/jobs/${id(job)}/player-profile`, rename, fence)).status, 200)
    sent.length = 0
    const answer = await action(job, name, AS_PAGE, formOf(shown))
    t.equal(answer.status, 409)
    t.match(answer.text, /Somebody else has changed this job/)
    t.match(answer.text, /M\. Bianchi/, 'the new name is shown')
    t.same(sent, [])
    t.equal((await action(job, name, AS_PAGE, formOf(answer))).status, 303)
    t.equal(sent.length, 1)
  }
})

t.test(
  "the upstream's refusal is shown with its own words, its code and the request id",
  async (t) => {
    const { action } = await start(t)
    const box = {
      frame_key: `jobs/${id(10)}/frames/frame_0001.jpg`,
      track_id: '8',
      left: '900',
      top: '100',
      width: '60',
      height: '150',
    }
    const mismatch = await action(
      10,
      'target',
      { ...AS_FRAGMENT, 'x-request-id': 'my-request' },
      box,
    )
    t.equal(mismatch.status, 409)
    t.match(mismatch.text, /does not fit the chosen player/)
    t.match(mismatch.text, /<blockquote/)
    t.match(mismatch.text, /my-request/)
    const gone = await action(10, 'target', AS_FRAGMENT, { ...box, track_id: '77' })
    t.equal(gone.status, 409)
    t.match(gone.text, /TRACK_NOT_IN_FRAME|not seen|not found on/i)
  },
)

t.test(
  'a worker that is away is said before a start and after, and when a job is created',
  async (t) => {
    const { action, demo, ask } = await start(t)
    demo.demoFaults.workerMissing = true
    t.match((await ask(`/jobs/${id(13)}`)).text, /The analysis worker is not running/)
    const started = await action(13, 'enqueue', AS_FRAGMENT, {})
    t.equal(started.status, 503)
    t.match(started.text, /worker/i)
    const body = 'video_url=https%3A%2F%2Fv.test%2Fa.mp4&role=Striker&category=U17'
    const created = await ask('/api/jobs', { method: 'POST', headers: AS_PAGE, body })
    t.equal(created.status, 503)
    t.match(created.text, /worker/i)
    t.match(created.text, /value="https:\/\/v\.test\/a\.mp4"/, 'the form keeps what was typed')
  },
)

t.test(
  'an id that could leave its place in the path is refused before anything is sent',
  async (t) => {
    const { ask, sent } = await start(t)
    for (const bad of ['..%2fadmin', '%2e%2e', 'a%00b', 'a%2Fb', `${'a'.repeat(65)}`]) {
      for (const headers of [AS_PAGE, AS_FRAGMENT]) {
        const answer = await ask(`/api/jobs/${bad}/enqueue`, { method: 'POST', headers, body: '' })
        t.ok([400, 404].includes(answer.status), `${bad}: ${answer.status}`)
      }
    }
    t.same(sent, [])
  },
)

t.test('the form of a new job is corrected in place, each fault linked to its field', async (t) => {
  const { ask, sent } = await start(t)
  const body = 'video_url=ftp%3A%2F%2Fv.test%2Fa&role=&category=&shirt_number=100'
  const answer = await ask('/api/jobs', { method: 'POST', headers: AS_PAGE, body })
  t.equal(answer.status, 400)
  t.match(answer.text, /href="#video_url"/)
  t.match(answer.text, /href="#shirt_number"/)
  t.same(sent, [])
})
