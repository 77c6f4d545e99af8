import t from 'tap'
import { startApp } from '../../support/app.ts'
import { startUpstream } from '../../support/service/upstream-server.ts'

// Whether a body is read at all: its syntax, depth, type, encoding and length. What it holds is for bad-input.test.ts.

const SELECT = 'jobs/j1/select-track'
const TARGET = 'jobs/j1/target'
const selection = (over: object) => ({
  trackId: 8,
  selection: { time_sec: 1, bbox: { x: 0.1, y: 0.1, w: 0.2, h: 0.2 }, ...over },
})

const DEEP = 100_000
const MALFORMED: [string, string | Buffer][] = [
  ['cut off', '{"trackId":8'],
  ['two documents', '{}{}'],
  ['a bare word', 'undefined'],
  ['a comma too many', '{"a":1,}'],
  ['a single quote', "{'a':1}"],
  ['a comment', '{"a":1/* */}'],
  ['a number like .5', '{"a":.5}'],
  ['a number like 01', '{"a":01}'],
  ['a number like 1_000', '{"a":1_000}'],
  ['a number in hex', '{"a":0x1}'],
  ['NaN', '{"a":NaN}'],
  ['Infinity', '{"a":Infinity}'],
  ['a raw newline in a string', '{"a":"\n"}'],
  ['a broken escape', '{"a":"\\x"}'],
  ['__proto__', '{"__proto__":{"a":1}}'],
  ['__proto__ deep inside', '{"a":[{"__proto__":{}}]}'],
  ['__proto__ as an escape', '{"\\u005f\\u005fproto__":{"a":1}}'],
  ['constructor.prototype', '{"constructor":{"prototype":{"a":1}}}'],
  ['constructor as an escape', '{"\\u0063onstructor":{"prototype":{}}}'],
  ['a byte order mark', Buffer.from('\ufeff{}', 'utf8')],
  ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['an overlong UTF-8 sequence', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ['a NUL', Buffer.from('{"a":1}\0')],
  ['blank space', '  \n '],
  ['lists in lists', '['.repeat(DEEP) + ']'.repeat(DEEP)],
  ['objects in objects', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`],
  ['300,000 boxes', `{"selections":[${'{},'.repeat(300_000)}{}]}`],
  ['200,000 nothings', `{"selections":[${'null,'.repeat(200_000)}1]}`],
  [
    'very many unknown names',
    JSON.stringify(Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`k${i}`, 1]))),
  ],
  ['lists behind an escaped quote', `{"\\"":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`],
]

t.test('brackets in a text are no depth, behind an escaped quote neither', async (t) => {
  const upstream = await startUpstream(t)
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const text of ['[', '{'].flatMap((sign) => [sign, `"${sign}`, `\\"${sign}`])) {
    const body = JSON.stringify({ note: text + text.at(-1)?.repeat(DEEP) })
    const { status } = await post('/api/jobs/j1/retry', body)
    t.equal(status, 200, text)
    t.ok(upstream.requests.at(-1)?.body.equals(Buffer.from(body)), 'as it came')
  }
})

t.test('commas in a text are no values', async (t) => {
  const upstream = await startUpstream(t)
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  const { status } = await post('/api/jobs/j1/retry', { note: `",{[${',{['.repeat(20_000)}` })
  t.equal(status, 200)
})

t.test('a body that is not JSON is a 400, and nothing is forwarded', async (t) => {
  const upstream = await startUpstream(t)
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const action of ['jobs', SELECT, TARGET, 'jobs/j1/enqueue', 'jobs/j1/retry']) {
    for (const [fault, body] of MALFORMED) {
      const answer = await post(`/api/${action}`, body)
      t.equal(answer.status, 400, `${action}: ${fault}`)
      t.match(answer.json(), { ok: false, error: { code: 'MALFORMED_BODY', message: String } })
    }
  }
  t.strictSame(upstream.requests, [])
})

t.test('a body of another type, or encoded, is a 415, and nothing is forwarded', async (t) => {
  const upstream = await startUpstream(t)
  const { ask } = await startApp(t, { API_BASE_URL: upstream.url })
  const body = JSON.stringify(selection({}))
  const headers: Record<string, string>[] = [
    {},
    { 'content-type': 'text/plain' },
    { 'content-type': 'text/json' },
    { 'content-type': 'application/jsonp' },
    { 'content-type': 'application/json-patch+json' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-type': 'application/octet-stream' },
    { 'content-type': 'application' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'application/json;charset="UTF-16LE"' },
    { 'content-type': 'application/json; a=b; Charset = latin1' },
    { 'content-type': 'application/json; charset=utf-8; charset=utf-16' },
    { 'content-type': 'application/json; charset=utf-80' },
    { 'content-type': 'application/json; charset=' },
    {
      'content-type': 'application/x-www-form-urlencoded; charset=iso-8859-1',
      accept: 'text/html',
    },
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    { 'content-type': 'application/json', 'content-encoding': 'br' },
    { 'content-type': 'application/json', 'content-encoding': 'identity, gzip' },
  ]
  for (const given of headers) {
    for (const action of ['select-track', 'enqueue']) {
      const answer = await ask(`/api/jobs/j1/${action}`, { method: 'POST', headers: given, body })
      t.equal(answer.status, 415, `${action} ${JSON.stringify(given)}`)
      t.match(answer.text, 'UNSUPPORTED_MEDIA_TYPE')
    }
  }
  t.strictSame(upstream.requests, [])
})

t.test('JSON is taken whatever the case and parameters of its type', async (t) => {
  const upstream = await startUpstream(t)
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  for (const type of [
    'APPLICATION/JSON',
    'application/json;charset=UTF-8',
    'application/json ; a=b',
    'application/json; charset="utf-8"',
    'application/json; charset=utf8; a=b',
  ]) {
    const good = await post(`/api/${SELECT}`, selection({}), { 'content-type': type })
    t.equal(good.status, 200, type)
    const bad = await post(`/api/${SELECT}`, selection({ time_sec: '1' }), { 'content-type': type })
    t.equal(bad.status, 400, `${type} is validated`)
  }
})

t.test('a body over the limit is a 413, and nothing is forwarded', async (t) => {
  const upstream = await startUpstream(t)
  const { post } = await startApp(t, { API_BASE_URL: upstream.url })
  const answer = await post(`/api/${SELECT}`, `{"a":"${'a'.repeat(1024 * 1024)}"}`)
  t.equal(answer.status, 413)
  t.match(answer.json(), { ok: false, error: { code: 'BODY_TOO_LARGE' } })
  t.strictSame(upstream.requests, [])
})
