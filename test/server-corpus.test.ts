import { readFileSync } from 'node:fs'
import t from 'tap'
import { type App, startApp } from './support/app.ts'
import { rawRequest, readAnswer } from './support/raw-request.ts'
import { json, READY_JOB, startUpstream } from './support/service/upstream-server.ts'

// Hostile requests against the JSON routes: job ids, bodies, content types, other sites, raw wire. (Those
// against the image route are in images/corpus.test.ts.)

interface Row {
  id: string
  request: {
    method?: string
    path?: string
    pathRepeat?: [string, number]
    headers?: Record<string, string>
    body?: string
    bodyBase64?: string
    bodyGen?: {
      prefix: string
      repeat: [string, number]
      middle: string
      repeatEnd: [string, number]
    }
    raw?: string
  }
  expect: string
  note?: string
}
const corpus: Row[] = JSON.parse(
  readFileSync(new URL('data/server-corpus.json', import.meta.url), 'utf8'),
)

for (const { id, request, expect, note } of corpus) {
  t.test(`corpus ${id}: ${note ?? request.path}: ${expect}`, async (t) => {
    const upstream = await startUpstream(
      t,
      json({ ok: false, error: { code: 'JOB_NOT_FOUND' } }, 404),
    )
    upstream.on('GET /jobs/good1', json(READY_JOB))
    upstream.on('POST /jobs/good1/player-ref', json({ ok: true, data: {} }, 202))
    const app = await startApp(t, { API_BASE_URL: upstream.url, UPSTREAM_TIMEOUT_MS: '2000' })
    const wire =
      request.raw === undefined ? wireOf(app, request) : Buffer.from(request.raw, 'latin1')
    const text = await rawRequest(app.port, wire)
    const answer = readAnswer(text)

    const [statuses = ''] = expect.split(';')
    const accepted = [...statuses.matchAll(/\b\d{3}\b/g)].map(Number)
    if (text === '') t.match(statuses, /closed/, 'closed without an answer')
    else {
      t.ok(accepted.includes(answer.status), `status ${answer.status}`)
      t.match(answer.headers, {
        'content-security-policy': /^default-src 'none'/,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
      })
    }
    if (answer.status >= 400) t.match(JSON.parse(answer.body), { ok: false })
    if (/never forwarded/.test(expect)) t.strictSame(upstream.requests, [])
    for (const { path, headers } of upstream.requests) {
      t.match(path, /^\/jobs(\/[A-Za-z0-9][\w-]{0,63})?(\/[a-z-]+)?(\?.*)?$/)
      t.notMatch(JSON.stringify(headers), /evil/)
    }
    t.notMatch(text, /http:\/\/evil|polluted/)
    t.equal((await app.ask('/healthz')).status, 200, 'the process lives')
    t.notOk('polluted' in {}, 'no prototype was changed')
  })
}

/** The request as bytes, so that no client tidies its path. */
function wireOf({ port }: App, { method = 'GET', path = '', pathRepeat, ...rest }: Row['request']) {
  const target = path + (pathRepeat ? pathRepeat[0].repeat(pathRepeat[1]) : '')
  const body = bodyOf(rest)
  const headers = Object.entries(rest.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`)
  const length = body.length > 0 || method === 'POST' ? `content-length: ${body.length}\r\n` : ''
  const head = `${method} ${target} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n${headers.join('')}${length}\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), body])
}

function bodyOf({ body, bodyBase64, bodyGen }: Row['request']): Buffer {
  if (bodyBase64 !== undefined) return Buffer.from(bodyBase64, 'base64')
  if (bodyGen === undefined) return Buffer.from(body ?? '', 'utf8')
  const { prefix, repeat, middle, repeatEnd } = bodyGen
  return Buffer.from(
    prefix + repeat[0].repeat(repeat[1]) + middle + repeatEnd[0].repeat(repeatEnd[1]),
  )
}
