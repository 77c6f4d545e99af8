import { readFileSync } from 'node:fs'
import t from 'tap'
import type { Resolve } from '../../src/images/dial.ts'
import { startFramesApp } from '../support/frames-app.ts'
import {
  answer,
  type Behaviour,
  JPEG,
  PNG,
  raw,
  startImageStore,
  WEBP,
} from '../support/service/image-store.ts'

interface Row {
  id: string
  url?: string
  request?: { path: string; pathRepeat?: [string, number] }
  headers?: Record<string, string>
  upstream?: {
    status?: number
    headers?: Record<string, string>
    bodyRef?: string
    body?: string
    behaviour?: string
    raw?: string
  }
  dns?: (string | string[])[]
  expect: string
}
const corpus: Row[] = JSON.parse(
  readFileSync(new URL('../data/security-corpus.json', import.meta.url), 'utf8'),
)
const BODIES: Record<string, Buffer> = {
  png: PNG,
  jpg: JPEG,
  webp: WEBP,
  png10: PNG.subarray(0, 10),
}
const JUDGED_HEADERS = new Set(['content-type', 'etag'])
const FOREIGN_HEADERS =
  /^(cookie|.*authorization|.*forwarded.*|x-api-key|x-amz-.*|referer|origin|via|.*override):/im

for (const row of corpus) {
  t.test(`corpus ${row.id}: ${row.expect}`, async (t) => {
    const store = await startImageStore(t)
    if (row.url) store.on(pathOf(row.url), behaviourOf(row))
    const { ask, get, dials } = await startFramesApp(t, store, {
      env: { FRAME_TIMEOUT_MS: '500' },
      ...(row.dns ? { resolve: resolverOf(row.dns) } : {}),
    })
    const response = await (row.url === undefined
      ? ask(
          row.request!.path +
            (row.request!.pathRepeat?.[0].repeat(row.request!.pathRepeat[1]) ?? ''),
        )
      : get(row.url, { headers: row.headers ?? {} }))
    const body = await response.body.arrayBuffer().then(Buffer.from, () => null)

    const [statuses = ''] = row.expect.split(';')
    const accepted = [...statuses.matchAll(/\b\d{3}\b/g)].map(Number)
    const cutOff = body === null && /closed/.test(statuses)
    t.ok(cutOff || accepted.includes(response.statusCode), `status ${response.statusCode}`)
    t.strictSame(
      [...new Set(dials)].filter((dial) => dial !== '127.0.0.1:80'),
      [],
      'no stray dial',
    )
    if (/no connection made/.test(row.expect)) t.strictSame(dials, [], 'no dial')
    if (response.statusCode === 200) {
      const want = BODIES[row.upstream?.bodyRef ?? '']
      if (!cutOff) t.ok(want && body?.equals(want), 'image bytes identical')
      for (const [name, value] of Object.entries(row.upstream?.headers ?? {})) {
        if (!JUDGED_HEADERS.has(name)) t.not(response.headers[name], value, `${name} stays behind`)
      }
      t.match(response.headers['content-type'], /^image\/(png|jpeg|webp)$/)
    } else {
      t.match(JSON.parse(String(body)), { ok: false })
      if (row.upstream?.body) t.notMatch(String(body), row.upstream.body)
    }
    const [head] = store.heads
    if (head !== undefined) {
      t.equal(store.heads.length, 1, 'one request')
      t.match(head, /^GET \/frames\//)
      t.match(head, 'accept-encoding: identity')
      t.notMatch(head, FOREIGN_HEADERS)
    }
  })
}

function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/\?.*/s, '')
}

function behaviourOf({ upstream }: Row): Behaviour {
  if (upstream?.raw !== undefined) return raw(upstream.raw)
  if (upstream?.behaviour === 'slow-body') return slowBody
  if (upstream?.behaviour === 'gzip-bomb') return gzipBomb
  const body = upstream?.bodyRef ? BODIES[upstream.bodyRef] : upstream?.body
  return answer(upstream?.status ?? 200, upstream?.headers ?? {}, body)
}

const slowBody: Behaviour = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: 2000\r\n\r\n')
  let sent = 0
  const timer = setInterval(() => socket.write(PNG.subarray(sent, ++sent)), 20)
  socket.on('close', () => clearInterval(timer))
}

const gzipBomb: Behaviour = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-encoding: gzip\r\n\r\n')
  const more = () => {
    while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
  }
  socket.on('drain', more)
  more()
}

function resolverOf(dns: (string | string[])[]): Resolve {
  const rounds = dns.every((answers) => Array.isArray(answers))
    ? (dns as string[][])
    : [dns as string[]]
  const left = dns.length === 0 ? [[]] : [...rounds]
  return async () => {
    const answers = (left.length > 1 ? left.shift() : left[0]) ?? []
    if (answers[0] === '!TIMEOUT') return new Promise(() => {})
    if (answers[0]?.startsWith('!')) throw new Error(answers[0])
    return answers.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
}
