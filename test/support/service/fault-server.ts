// One file: half of it is the table of faults, and the server below does what the table says.

import { once } from 'node:events'
import net from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Test } from 'tap'

/** What the server does once a whole request has arrived. */
export type Fault = (socket: net.Socket) => void

export const OK_BODY = '{"ok":true,"data":{"id":"j1"}}'
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
const write =
  (...parts: (string | Buffer)[]): Fault =>
  (socket) => {
    for (const part of parts) socket.write(part)
  }
const thenClose =
  (fault: Fault): Fault =>
  (socket) => {
    fault(socket)
    socket.end()
  }
const thenReset =
  (...parts: string[]): Fault =>
  (socket) => {
    // The reset must not overtake what was written: it follows when that has left.
    socket.write(parts.join(''), () => socket.resetAndDestroy())
  }
const withBody = (statusLine: string, headers = '', body: string | Buffer = OK_BODY): Fault =>
  write(
    `HTTP/1.1 ${statusLine}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n`,
    body,
  )

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const ODD_JOB = JSON.stringify({
  ok: 'yes',
  data: {
    job_id: ['j1'],
    id: 1,
    status: {},
    progress: [1],
    preview_frames: { length: 3 },
    player_ref: 'none',
    target: [null],
    warnings: { 0: 'a' },
    result: 'done',
    assets: [[]],
    created_at: 0,
    updated_at: { $date: 1 },
    candidates: 'all',
  },
})

/** Everything that an upstream was seen, or is known, to do wrong; and some odd things that are right. */
export const FAULTS = {
  'resets on the request': (socket) => socket.resetAndDestroy(),
  'closes on the request': (socket) => socket.end(),
  'resets within the head': thenReset('HTTP/1.1 200 OK\r\nConte'),
  'resets within the body': thenReset(HEAD, 'Content-Length: 100\r\n\r\n{"ok":'),
  'closes within the body': thenClose(write(HEAD, 'Content-Length: 100\r\n\r\n{"ok":')),
  'cuts a chunked body': thenClose(write(HEAD, 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"ok"\r\n')),
  'never answers': () => {},
  'stops within the head': write('HTTP/1.1 200 OK\r\nContent-'),
  'stops after the head': write(HEAD, 'Content-Length: 10\r\n\r\n'),
  'drips the body': (socket) => {
    socket.write(`${HEAD}Content-Length: 100000\r\n\r\n`)
    const drip = setInterval(() => socket.write(' '), 20)
    socket.on('close', () => clearInterval(drip))
  },
  'drips the head': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nX-Drip: ')
    const drip = setInterval(() => socket.write('a'), 20)
    socket.on('close', () => clearInterval(drip))
  },
  'speaks no HTTP': thenClose(write('220 mail.example.test ESMTP\r\n')),
  'speaks TLS': thenClose(write(Buffer.from([21, 3, 1, 0, 2, 2, 40]))),
  'sends binary noise': thenClose(write(Buffer.from(Array.from({ length: 256 }, (_, i) => i)))),
  'has too long a header': write(HEAD, `X-Long: ${'a'.repeat(200_000)}\r\n\r\n`),
  'has too many headers': write(HEAD, 'X-Many: a\r\n'.repeat(20_000), '\r\n'),
  'has a broken header name': thenClose(write(HEAD, 'Bad Name: 1\r\n\r\n')),
  'has NUL in a header': thenClose(write(HEAD, 'X-Nul: a\0b\r\nContent-Length: 0\r\n\r\n')),
  'has a broken status line': thenClose(write('HTTP/1.1 abc OK\r\n\r\n')),
  'has a broken length': thenClose(write(HEAD, 'Content-Length: ten\r\n\r\n')),
  'has two lengths': thenClose(write(HEAD, 'Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}')),
  'has a length and chunks': thenClose(
    write(HEAD, 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
  ),
  'has a broken chunk': thenClose(write(HEAD, 'Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n')),
  'switches protocols unasked': write(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
  ),
  'answers 099': withBody('099 Low'),
  'answers 100 unasked': write('HTTP/1.1 100 Continue\r\n\r\n'),
  'answers 199 as its last word': thenClose(write('HTTP/1.1 199 Odd\r\n\r\n')),
  'answers 1000': thenClose(withBody('1000 High')),
  'answers 000': withBody('000 Nothing'),
  'answers more than its length': thenClose(write(HEAD, 'Content-Length: 2\r\n\r\n{}{}{}{}')),
  'answers with a web page': write(
    'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>',
  ),

  'has a control character in a header': thenClose(
    write(HEAD, 'X-Bell: a\x07b\r\nContent-Length: 2\r\n\r\n{}'),
  ),
  'hints for ever': (socket) => {
    const drip = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20)
    socket.on('close', () => clearInterval(drip))
  },

  'answers 200': withBody('200 OK'),
  'answers 103, then 200': write(
    'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n',
    `${HEAD}Content-Length: ${OK_BODY.length}\r\n\r\n${OK_BODY}`,
  ),
  'answers 204': write('HTTP/1.1 204 No Content\r\nX-Kept: 1\r\n\r\n'),
  'answers 205': write('HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n'),
  'answers 304': write('HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'),
  'answers 418': withBody("418 I'm a teapot"),
  'answers 500': withBody('500 Internal Server Error'),
  'answers 503': withBody('503 Service Unavailable', 'Retry-After: 7\r\n'),
  'answers 600': withBody('600 Beyond'),
  'answers 999': withBody('999 Beyond'),
  'answers in chunks': write(
    HEAD,
    'Transfer-Encoding: chunked\r\n\r\n',
    `5\r\n${OK_BODY.slice(0, 5)}\r\n`,
    `${(OK_BODY.length - 5).toString(16)}\r\n${OK_BODY.slice(5)}\r\n0\r\nX-Trailer: 1\r\n\r\n`,
  ),
  'answers until it closes': thenClose(write(HEAD, 'Connection: close\r\n\r\n', OK_BODY)),
  'answers as HTTP/1.0': thenClose(
    write('HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n', OK_BODY),
  ),
  'answers gzip': withBody('200 OK', 'Content-Encoding: gzip\r\n', gzipSync(OK_BODY)),
  'answers nothing': withBody('200 OK', '', ''),
  'answers null': withBody('200 OK', '', 'null'),
  'answers a list': withBody('200 OK', '', '[{"ok":true}]'),
  'answers a text': withBody('200 OK', '', '"ok"'),
  'answers a number': withBody('200 OK', '', '1e999'),
  'answers half a JSON': withBody('200 OK', '', '{"ok":true,"data":{'),
  'answers with a byte order mark': withBody('200 OK', '', `\ufeff${OK_BODY}`),
  'answers broken UTF-8': withBody('200 OK', '', Buffer.from([0x7b, 0xff, 0x7d])),
  'answers without data': withBody('200 OK', '', '{"ok":true}'),
  'answers null as data': withBody('200 OK', '', '{"ok":true,"data":null}'),
  'answers a list as data': withBody('200 OK', '', '{"ok":true,"data":[1,2]}'),
  'answers data that is no job': withBody('200 OK', '', ODD_JOB),
  'answers with the prototype of all': withBody(
    '200 OK',
    '',
    '{"__proto__":{"data":{"id":"j1"}},"data":{"__proto__":{"status":"RUNNING"}}}',
  ),
  'nests 20,000 deep': withBody('200 OK', '', deep(20_000)),
  'nests deep where nobody reads': withBody(
    '200 OK',
    '',
    `{"ok":true,"data":{"id":"j1","result":${deep(20_000)}}}`,
  ),
  'refuses 20,000 deep': withBody('400 Bad Request', '', `{"error":${deep(20_000)}}`),
  'answers 20 MB': withBody('200 OK', '', `{"ok":true,"data":{"id":"${'j'.repeat(20_000_000)}"}}`),
  'answers 40 MB': withBody('200 OK', '', `{"ok":true,"data":{"id":"${'j'.repeat(40_000_000)}"}}`),
  'redirects elsewhere': withBody('307 Temporary Redirect', 'Location: http://evil.test/\r\n', ''),
  'asks who is there': withBody('401 Unauthorized', 'WWW-Authenticate: Basic\r\n', '{}'),
  'fails with a web page': write(
    'HTTP/1.1 503 Busy\r\nContent-Type: text/html\r\nRetry-After: 7\r\nContent-Length: 13\r\n\r\n<html></html>',
  ),

  'answers with a header of bytes above 127': write(
    Buffer.from(`${HEAD}X-Word: caf\u00e9\r\nX-Far: \u2192\r\n`, 'utf8'),
    `Content-Length: ${OK_BODY.length}\r\n\r\n${OK_BODY}`,
  ),
} as const satisfies Record<string, Fault>
export type FaultName = keyof typeof FAULTS

/**
 * An upstream on a raw socket, so that it can do what no HTTP server would. It does one fault until told
 * another; `requests` counts the requests that arrived whole.
 */
export async function startFaultServer(t: Pick<Test, 'teardown'>, first: FaultName) {
  const sockets = new Set<net.Socket>()
  const state = { requests: 0, fault: first as FaultName }
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let text = ''
    socket.on('data', (data) => {
      text += data.toString('latin1')
      for (let end = endOfRequest(text); end > 0; end = endOfRequest(text)) {
        text = text.slice(end)
        state.requests += 1
        FAULTS[state.fault](socket)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    sockets,
  })
}

/** Where the first whole request ends; 0 where it has not yet. */
function endOfRequest(text: string): number {
  const head = text.indexOf('\r\n\r\n')
  if (head === -1) return 0
  const length = Number(/^content-length: *(\d+)/im.exec(text.slice(0, head))?.[1] ?? 0)
  const end = head + 4 + length
  return text.length >= end ? end : 0
}

/** A port of this machine where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
