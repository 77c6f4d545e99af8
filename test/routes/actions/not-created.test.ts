import t, { type Test } from 'tap'
import { type App, startApp } from '../../support/app.ts'
import { startFullPort } from '../../support/process/full-port.ts'
import { closedPort, type FaultName, startFaultServer } from '../../support/service/fault-server.ts'
import { json, startUpstream } from '../../support/service/upstream-server.ts'

// A creation that met a service which is away: whether a job may have been created is said, and said truly.

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const JOB = { video_url: 'https://v.test/a.mp4', role: 'Striker', category: 'U17' }
const PLAYERS = '9 L. Okafor\nA. Petrova, Winger'

/** Where nothing of a request can have arrived. */
const AWAY: Record<string, { status: number; address: (t: Test) => Promise<string> }> = {
  'refuses connections': {
    status: 502,
    address: async () => `http://127.0.0.1:${await closedPort()}`,
  },
  'has a name that nobody knows': {
    status: 502,
    address: async () => 'http://no-such-host.invalid',
  },
  'takes no connection': {
    status: 504,
    address: async (t) => `http://127.0.0.1:${await startFullPort(t)}`,
  },
}

/** Where the request has arrived. */
const SENT: [FaultName, number][] = [
  ['resets on the request', 502],
  ['never answers', 504],
  ['resets within the body', 502],
]

const startAt = (t: Test, API_BASE_URL: string) =>
  startApp(t, { API_BASE_URL, UPSTREAM_TIMEOUT_MS: '500' })
const send = ({ ask, origin }: App, path: string, fields: object, headers: object) =>
  ask(path, {
    method: 'POST',
    headers: { ...FORM, origin, ...headers },
    body: String(new URLSearchParams({ ...fields })),
  })
const AS_PAGE = { accept: 'text/html' }
const AS_FRAGMENT = { 'hx-request': 'true' }

/** Presses "Check the players", and then what that page offers. */
async function createSeveral(app: App) {
  const fields = { ...JOB, players: PLAYERS }
  const shown = await send(app, '/new-jobs', fields, AS_PAGE)
  return send(app, '/new-jobs', { ...fields, ...hiddenOf(shown.text) }, AS_PAGE)
}

const hiddenOf = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(once|checked)" value="([^"]*)">/g)].map(
      ([, name, value]) => [name!, value!],
    ),
  )

for (const [what, { status, address }] of Object.entries(AWAY)) {
  t.test(`a service that ${what} has created no job: the form says so`, async (t) => {
    for (const headers of [AS_PAGE, AS_FRAGMENT]) {
      const app = await startAt(t, await address(t))
      const answer = await send(app, '/api/jobs', JOB, headers)
      t.equal(answer.status, status)
      t.match(answer.text, /No job was created, and what you typed is still here\./)
      t.match(answer.text, /Press again in a minute\./)
      t.notMatch(answer.text, /may have been/)
      t.match(answer.text, /value="https:\/\/v\.test\/a\.mp4"/)
    }
  })

  t.test(
    `a service that ${what} has created none of several, and the press is offered again`,
    async (t) => {
      const app = await startAt(t, await address(t))
      const answer = await createSeveral(app)
      t.equal(answer.status, status)
      t.match(answer.text, /2 jobs not created/)
      t.match(answer.text, /No job was created\. Press again in a minute/)
      t.match(answer.text, /<button class="primary"[^>]*>Create 2 jobs<\/button>/)
      t.notMatch(answer.text, /may have been|It is not known whether these/)
      t.ok(answer.text.includes(`>${PLAYERS}</textarea>`), 'as it was typed')
    },
  )
}

for (const [fault, status] of SENT) {
  t.test(`a service that ${fault} may have created the job: both forms say so`, async (t) => {
    const app = await startAt(t, (await startFaultServer(t, fault)).url)
    const one = await send(app, '/api/jobs', JOB, AS_PAGE)
    t.equal(one.status, status)
    t.match(one.text, /may have been made/)
    t.notMatch(one.text, /No job was created/)
    const several = await createSeveral(app)
    t.equal(several.status, status)
    t.match(several.text, /1 job may have been created/)
    t.match(several.text, /1 job not created/)
    t.notMatch(several.text, /No job was created|Create 2 jobs/)
  })
}

t.test('the press that is offered again creates them, once the service is back', async (t) => {
  const upstream = await startFaultServer(t, 'answers 200')
  const app = await startAt(t, `http://127.0.0.1:${await closedPort()}`)
  const refused = await createSeveral(app)
  t.equal(refused.status, 502)
  const back = await startAt(t, upstream.url)
  const fields = { ...JOB, players: PLAYERS, ...hiddenOf(refused.text) }
  const made = await send(back, '/new-jobs', fields, AS_PAGE)
  t.equal(made.status, 200)
  t.match(made.text, /2 jobs created/)
})

t.test('where calls are held back, or there is no service, nothing was created', async (t) => {
  const app = await startAt(t, `http://127.0.0.1:${await closedPort()}`)
  const statuses: number[] = []
  for (let i = 0; i < 4; i += 1) {
    const answer = await send(app, '/api/jobs', JOB, AS_PAGE)
    statuses.push(answer.status)
    t.match(answer.text, /No job was created/)
  }
  t.equal(statuses[0], 502)
  t.equal(statuses.at(-1), 503, 'calls are held back')
  const without = await startApp(t, {})
  const answer = await send(without, '/api/jobs', JOB, AS_PAGE)
  t.equal(answer.status, 503)
  t.match(answer.text, /No job was created/)
  t.match(answer.text, /Set API_BASE_URL to the address/)
  t.notMatch(answer.text, /Press again/, 'it would not help')
})

t.test('scripts are told what the table of errors says, and no more', async (t) => {
  const app = await startAt(t, `http://127.0.0.1:${await closedPort()}`)
  const answer = await app.post('/api/jobs', JOB)
  t.equal(answer.status, 502)
  t.strictSame(answer.json().error, {
    code: 'UPSTREAM_UNREACHABLE',
    message: 'The video-analysis service cannot be reached.',
  })
})

t.test('a form that nobody has sent says nothing of a creation', async (t) => {
  const app = await startAt(t, `http://127.0.0.1:${await closedPort()}`)
  const shown = await app.ask('/?of_job=j1', { headers: AS_PAGE })
  t.equal(shown.status, 502)
  t.notMatch(shown.text, /No job was created/)
})

for (const status of [401, 403, 429]) {
  t.test(
    `a service that refuses all with ${status} is not asked for the other players`,
    async (t) => {
      const upstream = await startUpstream(t, json({ ok: false, error: { code: 'NO' } }, status))
      const answer = await createSeveral(await startAt(t, upstream.url))
      t.equal(answer.status, status === 401 ? 502 : status)
      t.match(answer.text, /2 jobs not created/)
      t.equal(upstream.requests.filter(({ method }) => method === 'POST').length, 1)
    },
  )
}
