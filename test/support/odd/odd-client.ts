// One file: the odd request, the lists that its parts are picked from, and the visit that sends it and leaves.

import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { KnownRoute } from '../route-table.ts'

/**
 * A client that does what clients may: odd methods, headers and bodies, requests one behind the other
 * on a connection, and leaving at any moment. All of it follows from `random`.
 */

type Random = () => number
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

const METHODS = [
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'HEAD',
  'OPTIONS',
  'PUT',
  'DELETE',
  'PROPFIND',
]
const JOB_IDS = [
  'j1',
  'j1',
  'j1',
  'j2',
  'j2',
  'j3',
  'j3',
  'nosuchjob',
  '%00',
  '..%2f..',
  'a'.repeat(70),
  '%ff',
  '-',
]
const QUERIES = [
  '',
  '',
  '?seen=-',
  '?seen=',
  '?id=j1',
  '?job=j1&job=gone',
  '?view=full',
  '?n=3',
  '?t=abc',
  '?w=160',
  '?%ff=1',
  `?x=${'y'.repeat(3000)}`,
]
const HEADERS = [
  'accept: text/html',
  'accept: application/json;q=0.9, text/html;q=0.1',
  'accept: text/event-stream',
  `accept: ${'text/html;q=0.1,'.repeat(60)}*/*`,
  'hx-request: true',
  'hx-request-type: partial',
  'cookie: recent_jobs=j1.j2.nosuchjob',
  `cookie: ${'a=b; '.repeat(500)}`,
  'range: bytes=0-10',
  'range: bytes=-5,9-',
  'if-none-match: *',
  'if-none-match: "x", W/"y"',
  'x-request-id: from-a-script',
  `x-request-id: ${'z'.repeat(900)}`,
  'x-analysis-attempt-id: a1',
  'accept-encoding: br, gzip;q=0',
  'expect: 100-continue',
  'content-encoding: gzip',
  'connection: close',
  'upgrade: websocket\r\nconnection: upgrade',
  'origin: null',
  'origin: http://other.example',
  'sec-fetch-site: cross-site',
  'authorization: Basic Og==',
  'authorization: Bearer tl_nothing',
  'last-event-id: 9',
  'x-forwarded-for: 10.0.0.1, ::1',
]
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
]
const BODIES: (string | Buffer)[] = [
  '',
  '{}',
  '{"trackId":8,"selection":{"time_sec":2.9,"bbox":{"x":0.2,"y":0.3,"w":0.06,"h":0.2}}}',
  '{"selections":[{"frame_time_sec":0,"frame_key":"frame_0.jpg","x":0.1,"y":0.1,"w":0.1,"h":0.1}]}',
  '{"frame_key":"frame_1.jpg","track_id":8}',
  '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
  '{"__proto__":{}}',
  'frame_key=frame_1.jpg&track_id=8&x=0.1&y=0.1&w=0.1&h=0.1',
  'time_sec=abc',
  'track=8&attempt=&discard=true',
  Buffer.from([0xff, 0xfe, 0x00, 0x7b]),
  'x'.repeat(200_000),
]

const LASTING = 0.25

/** One request as bytes, complete and well framed or not. */
export function oddRequest(random: Random, routes: readonly KnownRoute[], images: string): Buffer {
  // Images and streams last, so they are where a client can leave in the middle.
  const lasting = routes.filter(({ url }) => /frame-proxy|events|stream/.test(url))
  const route = pick(random, random() < LASTING ? lasting : routes)
  const method = random() < 0.7 ? pick(random, route.methods) : pick(random, METHODS)
  const path = route.url
    .replace(':jobId', () => pick(random, JOB_IDS))
    .replace(/:n|:index/, () => pick(random, ['1', '32', '999', '0', 'x']))
    .replace('*', () => pick(random, ['nothing', 'assets/old/js/app.js', '%2e%2e/x']))
  const query = path.includes('frame-proxy') ? imageQuery(random, images) : pick(random, QUERIES)
  const slash = random() < 0.03 ? '/' : ''
  const lines = [`${method} ${path}${slash}${query} HTTP/1.1`]
  if (random() < 0.97) lines.push('host: 127.0.0.1')
  const oddHeaders = random() < 0.5 ? 0 : 1 + Math.floor(random() * 4)
  for (let n = oddHeaders; n > 0; n -= 1) lines.push(pick(random, HEADERS))
  let body: Buffer = Buffer.alloc(0)
  if (method === 'POST' || random() < 0.1) {
    body = Buffer.from(pick(random, BODIES))
    if (random() < 0.9) lines.push(`content-type: ${pick(random, TYPES)}`)
    const framing = random()
    if (framing < 0.8) lines.push(`content-length: ${body.length}`)
    else if (framing < 0.9) {
      lines.push('transfer-encoding: chunked')
      const size = Buffer.from(`${body.length.toString(16)}\r\n`)
      const chunk = body.length === 0 ? [] : [size, body, Buffer.from('\r\n')]
      body = Buffer.concat([...chunk, Buffer.from('0\r\n\r\n')])
    } else lines.push(`content-length: ${body.length + 5}`)
  }
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body])
}

function imageQuery(random: Random, images: string): string {
  const number = Math.floor(random() * 32)
  const url = encodeURIComponent(`${images}j1/${number}.jpg`)
  return pick(random, [
    `?url=${url}%3Fsignature%3D1`,
    `?url=${url}%3Fsignature%3D2`,
    `?url=${url}%3Fsignature%3D3`,
    `?url=${url}%3Fsignature%3D4`,
    `?job=j1&url=${url}`,
    `?job=j1&url=${url}&w=160`,
    '?url=',
    '?url=http%3A%2F%2F169.254.169.254%2F',
    '',
  ])
}

/** What one visit saw. */
export interface Visit {
  requests: number
  /** The first line of each answer that came. */
  statuses: number[]
}

/** When a client goes: `answered` is the one that waits for what it asked for. */
const LEAVINGS = [
  'in writing',
  'written',
  'first byte',
  'half',
  'unread',
  'some time',
  'answered',
  'answered',
  'answered',
] as const
const PATIENT_MS = 2_000
const IMPATIENT_MS = 300

/** Visits once: sends one request or several behind each other, and leaves at a random moment. */
export async function oddVisit(
  random: Random,
  port: number,
  makeRequest: () => Buffer,
): Promise<Visit> {
  const count = random() < 0.7 ? 1 : 1 + Math.floor(random() * 6)
  const bytes = Buffer.concat(Array.from({ length: count }, makeRequest))
  const leaving = pick(random, LEAVINGS)
  const patienceMs = leaving === 'answered' ? PATIENT_MS : random() * IMPATIENT_MS
  const socket = net.connect(port, '127.0.0.1')
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  let text = ''
  if (leaving === 'unread') socket.pause()
  else {
    socket.on('data', (data) => {
      text += data.toString('latin1')
      const isEnough = leaving === 'first byte' || (leaving === 'answered' && isAnswered(text))
      if (isEnough) socket.destroy()
    })
  }
  if (leaving === 'in writing') {
    socket.write(bytes.subarray(0, Math.floor(bytes.length * random())), () => socket.destroy())
  } else {
    socket.write(bytes, () => {
      if (leaving === 'written') socket.destroy()
      if (leaving === 'half') socket.end()
    })
  }
  await Promise.race([closed, pause(patienceMs)])
  socket.destroy()
  await closed
  return { requests: count, statuses: statusesIn(text) }
}

/** The end of an answer with a length, or of one in chunks. */
function isAnswered(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return false
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end)) ?? []
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= end + 4 + Number(length)
}

function statusesIn(text: string): number[] {
  const statuses = [...text.matchAll(/(?:^|\r\n\r\n|\}|>)HTTP\/1\.1 (\d{3}) /g)]
  return statuses.map(([, status]) => Number(status))
}
