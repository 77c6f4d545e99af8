import fc from 'fast-check'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { rawRequest, readAnswer } from '../support/raw-request.ts'
import { json, READY_JOB, startUpstream } from '../support/service/upstream-server.ts'

// Any method, any Accept and any body on every address of the route table: never a failure of ours,
// and errors always as the address or the request wants them.

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']

/** What the request asks for by each of these, where it is asked. */
const ACCEPTS: Record<string, 'html' | 'json'> = {
  '': 'json',
  '*/*': 'json',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8': 'html',
  'text/html, image/gif, image/jpeg, */*; q=.2': 'html',
  'application/json, text/html;q=0': 'json',
  'application/json;q=0.1, text/html;q=0.9': 'html',
  'text/html, application/json': 'json',
  'image/avif,image/webp,*/*;q=0.8': 'json',
}

const BODIES = [
  { type: null, text: '' },
  { type: 'application/json', text: '{}' },
  { type: 'application/json', text: '{"a":' },
  { type: 'application/json; charset=utf-16', text: '{}' },
  { type: 'application/x-www-form-urlencoded', text: 'attempt=&time_sec=abc' },
  { type: 'application/x-www-form-urlencoded; charset=latin1', text: 'a=%ff' },
  { type: 'text/plain', text: 'a' },
]
/** No route is looked for with these. */
const UNREADABLE = ['%ff', 'a'.repeat(101)]
const IDS = ['good1', 'nope', '%20', '..%2f', '0', '1', '99999', ...UNREADABLE]
const isUnreadable = (pattern: string, id: string) =>
  pattern.includes(':') && UNREADABLE.includes(id)
const QUERIES = [
  '',
  '?',
  '?next=/api/x',
  '?page=frame&t=abc',
  '?n=1&n=2',
  '?url=http://x.test/a',
  '?a=/',
]

t.test('every request is answered, and each error in the right kind', async (t) => {
  const upstream = await startUpstream(
    t,
    json({ ok: false, error: { code: 'JOB_NOT_FOUND' } }, 404),
  )
  for (const part of ['', '/status']) upstream.on(`GET /jobs/good1${part}`, json(READY_JOB))
  upstream.on('POST /jobs/good1/enqueue', json({ ok: true, data: {} }))
  const { app, port } = await startApp(t, { API_BASE_URL: upstream.url, BASE_PATH: '/api/desk' })
  const known = app.knownAddresses.all().map(({ pattern }) => pattern)
  t.ok(known.length > 30, 'the whole route table')
  const unknown = [
    '/',
    '/nothing',
    '/apiary',
    '/api/desk/nothing',
    '/api/desk/api/nothing',
    '//a.test',
  ]

  const requests = fc.record({
    pattern: fc.constantFrom(...known, ...unknown),
    id: fc.constantFrom(...IDS),
    end: fc.constantFrom('', '', '/', '//'),
    query: fc.constantFrom(...QUERIES),
    method: fc.constantFrom(...METHODS),
    accept: fc.constantFrom(...Object.keys(ACCEPTS)),
    htmx: fc.constantFrom(false, false, true),
    body: fc.constantFrom(...BODIES),
  })
  type Given = typeof requests extends fc.Arbitrary<infer G> ? G : never

  async function answerTo({ pattern, id, end, query, method, accept, htmx, body }: Given) {
    const path = pattern.replace(/:\w+/g, id).replace('*', id) + end + query
    const lines = [
      `${method} ${path} HTTP/1.1`,
      'host: 127.0.0.1',
      'connection: close',
      'x-request-id: r-1',
      ...(accept === '' ? [] : [`accept: ${accept}`]),
      ...(htmx ? ['hx-request: true'] : []),
      ...(body.type === null ? [] : [`content-type: ${body.type}`]),
      `content-length: ${body.text.length}`,
    ]
    const text = await rawRequest(port, `${lines.join('\r\n')}\r\n\r\n${body.text}`)
    return readAnswer(text)
  }

  /** What an error at an address has to be, told from the address and the request alone. */
  function wanted({ pattern, id, method, accept, htmx, body }: Given): string {
    const path = pattern.replace(/^\/api\/desk/, '')
    const forScript =
      body.type?.startsWith('application/json') || !(htmx || ACCEPTS[accept] === 'html')
    if (!pattern.startsWith('/api/desk')) return forScript ? 'json' : 'html'
    if (path.startsWith('/api/')) {
      const negotiates = method === 'POST' && app.hasRoute({ method, url: pattern })
      return negotiates && !forScript && !isUnreadable(pattern, id) ? 'html' : 'json'
    }
    if (/^\/(healthz|readyz|metrics|openapi\.json)/.test(path)) return 'json'
    // A form posts there, and a script that does is told in JSON that it is a form's address.
    const isForm =
      /^\/jobs\/[^/]*\/(start|notes)$/.test(path) || (path === '/new-jobs' && method === 'POST')
    if (isForm || /^\/(assets|nothing)/.test(path)) return forScript ? 'json' : 'html'
    return 'html'
  }

  await fc.assert(
    fc.asyncProperty(requests, async (given) => {
      const staysOpen = /stream$|events$/.test(given.pattern) && given.method === 'GET'
      fc.pre(!staysOpen || (given.id === 'nope' && !given.pattern.includes('recent')))
      fc.pre(given.end === '' || !isUnreadable(given.pattern, given.id))
      const { status, headers, body } = await answerTo(given)
      const seen = JSON.stringify({ given, status, headers, body: body.slice(0, 200) }, null, 1)
      const check = (right: boolean, what: string) => {
        if (!right) throw new Error(`${what}: ${seen}`)
      }
      check(status >= 200 && status !== 500, 'it is answered')
      check(headers['x-request-id'] === 'r-1', 'with its id')
      check('content-security-policy' in headers, 'with the headers of security')
      check(status !== 405 || 'allow' in headers, 'with the methods')
      if (given.method === 'HEAD' || given.method === 'OPTIONS')
        check(!body || status >= 400, 'bare')
      if (status < 400) return
      const kind = /^application\/json/.test(headers['content-type'] ?? '') ? 'json' : 'html'
      check(kind === wanted(given), `as ${wanted(given)}`)
      if (given.method === 'HEAD') return check(body === '', 'without a body')
      if (kind === 'json') check(JSON.parse(body).ok === false, 'in the envelope')
      else check(/^\s*<(!doctype html|div|section|p|h)/i.test(body), 'in words')
    }),
    { numRuns: 800 },
  )
  t.equal((await fetch(`http://127.0.0.1:${port}/api/desk/healthz`)).status, 200)
})
