import t, { type Test } from 'tap'
import { type App, type Reply, startApp } from '../support/app.ts'
import { json, READY_JOB, startUpstream } from '../support/service/upstream-server.ts'

const CHROMIUM =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7'
const FIREFOX_AND_WEBKIT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const JAVA = 'text/html, image/gif, image/jpeg, */*; q=.2'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const ACCEPTS = [
  undefined,
  '*/*',
  'application/json',
  CHROMIUM,
  FIREFOX_AND_WEBKIT,
  JAVA,
  'application/json, text/html;q=0',
  'application/json;q=0.9, text/html;q=0.1',
]

/** Those that matter where the route decides. */
const FEW = [undefined, '*/*', 'application/json', CHROMIUM]

/** What an error is put as. */
function kindOf({ headers, text }: Reply): string {
  if (/^application\/json/.test(String(headers['content-type']))) return 'json'
  return /^<!doctype html>/i.test(text) ? 'page' : 'fragment'
}

const accepting = (accept: string | undefined) => (accept === undefined ? {} : { accept })

async function start(t: Parameters<typeof startUpstream>[0], env: Record<string, string> = {}) {
  const upstream = await startUpstream(
    t,
    json({ ok: false, error: { code: 'JOB_NOT_FOUND' } }, 404),
  )
  upstream.on('GET /jobs/good1', json(READY_JOB))
  upstream.on('POST /jobs/good1/enqueue', json({ ok: true, data: {} }))
  return { ...(await startApp(t, { API_BASE_URL: upstream.url, ...env })), upstream }
}

t.test('a JSON body gets JSON, whatever Accept says', async (t) => {
  const { post, upstream } = await start(t)
  for (const accept of ACCEPTS) {
    for (const type of ['application/json', 'Application/JSON; charset=utf-8']) {
      const headers = { ...accepting(accept), 'content-type': type }
      const done = await post('/api/jobs/good1/enqueue', '{}', headers)
      t.equal(done.status, 200, String(accept))
      t.same(done.json(), { ok: true, data: {} })
      const refused = await post('/api/jobs/good1/target', '{}', headers)
      t.equal(refused.status, 400)
      t.equal(kindOf(refused), 'json', String(accept))
    }
  }
  const htmx = { 'hx-request': 'true', accept: CHROMIUM }
  t.equal(kindOf(await post('/api/jobs/good1/target', '{}', htmx)), 'json')
  t.ok(upstream.requests.length > 0)
})

t.test('without one the quality of Accept decides, and a tie is JSON', async (t) => {
  const { ask } = await start(t)
  const press = (accept: string | undefined) =>
    ask('/api/jobs/good1/enqueue', { method: 'POST', headers: accepting(accept) })
  for (const accept of [
    CHROMIUM,
    FIREFOX_AND_WEBKIT,
    JAVA,
    'text/*',
    'application/json;q=0, */*',
  ]) {
    t.equal((await press(accept)).status, 303, accept)
  }
  for (const accept of [
    undefined,
    '*/*',
    'text/html, */*',
    'text/html, application/json',
    'application/json, text/html;q=0',
    'application/json;q=0.9, text/html;q=0.1',
    'image/png',
  ]) {
    const answer = await press(accept)
    t.equal(answer.status, 200, String(accept))
    t.equal(kindOf(answer), 'json', String(accept))
  }
})

t.test(
  'a form is taken from browsers, and a script that sends one is told to send JSON',
  async (t) => {
    const { ask } = await start(t)
    const send = (accept: string) =>
      ask('/api/jobs/good1/enqueue', {
        method: 'POST',
        headers: { ...FORM, accept },
        body: '',
      })
    t.equal((await send(CHROMIUM)).status, 303)
    t.equal((await send(FIREFOX_AND_WEBKIT)).status, 303)
    for (const accept of ['*/*', 'application/json, text/html;q=0']) {
      t.equal((await send(accept)).status, 415, accept)
    }
  },
)

const PAGES = ['/jobs/nope', '/jobs/nope/frames/1', '/jobs/%20/result', '/jobs/%ff']
const FRAGMENTS = ['/jobs/nope/live']
const JSON_ROUTES = ['/api/jobs/nope', '/api/jobs/nope/events', '/api/jobs/%20', '/api/frame-proxy']

for (const base of ['', '/api/touchline', '/club/api/']) {
  t.test(`errors are what their address is, under "${base}"`, async (t) => {
    const app = await start(t, { BASE_PATH: base || '/' })
    const root = base.replace(/\/$/, '')
    const cases: [string, string[]][] = [
      ['page', PAGES],
      ['fragment', FRAGMENTS],
      ['json', [...JSON_ROUTES, '/api/nothing', '/api/', '/api/jobs/a/b/c', '/api/jobs/%ff']],
    ]
    for (const [kind, paths] of cases) {
      for (const path of paths) {
        for (const accept of FEW) {
          for (const more of ['', `${path.includes('?') ? '&' : '?'}next=/api/x&from=/jobs/`]) {
            const answer = await app.ask(root + path + more, { headers: accepting(accept) })
            t.ok(answer.status >= 400 && answer.status < 500, `${path}${more}: ${answer.status}`)
            t.equal(kindOf(answer), kind, `${path}${more} for ${accept}`)
          }
        }
      }
    }
    await unknownAddresses(t, app, root)
  })
}

async function unknownAddresses(t: Test, app: App, root: string) {
  const unknown = [
    '/nothing',
    '/nothing?next=/api/x',
    '/jobs/a/b/c',
    '/%ff',
    '/apiary',
    '/assets/old/a.js',
  ]
  for (const path of unknown) {
    const browser = await app.ask(root + path, { headers: { accept: CHROMIUM } })
    t.ok([400, 404].includes(browser.status), path)
    t.equal(kindOf(browser), 'page', path)
    t.match(browser.text, /<h1>/)
    for (const accept of FEW.slice(0, 3)) {
      t.equal(kindOf(await app.ask(root + path, { headers: accepting(accept) })), 'json', path)
    }
  }
}

t.test('another method on a known address is refused as that address speaks', async (t) => {
  const { ask, app } = await start(t)
  const kind = async (path: string, accept: string) =>
    kindOf(await ask(path, { method: 'PUT', headers: { accept } }))
  for (const accept of ['*/*', CHROMIUM]) {
    t.equal(await kind('/jobs/good1', accept), 'page')
    t.equal(await kind('/jobs/good1/live', accept), 'fragment')
    t.equal(await kind('/api/jobs/good1', accept), 'json')
    t.equal(await kind('/api/jobs/good1/target', accept), 'json')
    t.equal(await kind('/healthz', accept), 'json')
  }
  t.equal(await kind(app.urls.asset('css/base.css'), '*/*'), 'json')
  t.equal(await kind(app.urls.asset('css/base.css'), CHROMIUM), 'page')
})

t.test('what depends on the request says so to caches', async (t) => {
  const { ask } = await start(t)
  const vary = async (path: string, method: 'GET' | 'POST') =>
    String((await ask(path, { method })).headers['vary'])
  t.match(await vary('/api/jobs/good1/enqueue', 'POST'), 'Accept, HX-Request')
  t.match(await vary('/nothing', 'GET'), 'Accept, HX-Request')
  t.notMatch(await vary('/jobs/good1', 'GET'), 'HX-Request')
})
