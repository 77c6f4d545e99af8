import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(60_000, 7)])

/** What may go wrong with one request; `reset after` has done the work when it resets. */
export const MISHAPS = [
  'reset before',
  'reset after',
  'cut body',
  'stops in the middle',
  'garbage',
  'error 500',
  'error 503',
  'silence',
] as const
type Mishap = (typeof MISHAPS)[number]

/**
 * A job service that counts what it is asked to change, by the `id` in the body, and fails as often as
 * `mishap` says. Images come from `/frames/`.
 */
export async function startFaultyUpstream(mishap: (path: string) => Mishap | null) {
  const applied = new Map<string, number>()
  const happened: Record<string, number> = {}
  const state = { requests: 0, sockets: new Set<Socket>() }
  async function answer(request: http.IncomingMessage, response: http.ServerResponse) {
    state.requests += 1
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const fault = mishap(request.url ?? '')
    if (fault !== null) happened[fault] = (happened[fault] ?? 0) + 1
    const socket = response.socket!
    if (fault === 'reset before') return socket.resetAndDestroy()
    if (fault === 'silence') return
    if (fault === 'error 500' || fault === 'error 503') {
      return response.writeHead(Number(fault.slice(-3))).end('{"ok":false}')
    }
    if (request.method === 'POST') {
      const { id = 'none' } = JSON.parse(Buffer.concat(chunks).toString() || '{}')
      applied.set(id, (applied.get(id) ?? 0) + 1)
    }
    if (fault === 'reset after') return socket.resetAndDestroy()
    if (fault === 'garbage') return socket.end('what is this?\r\n\r\n')
    const body = bodyOf(request.url ?? '')
    response.setHeader('content-type', Buffer.isBuffer(body) ? 'image/jpeg' : 'application/json')
    if (fault === 'stops in the middle') {
      response.setHeader('content-length', body.length)
      return response.write(body.slice(0, body.length / 2))
    }
    if (fault !== 'cut body') return response.end(body)
    response.writeHead(200, { 'content-length': body.length + 10 })
    response.write(body, () => socket.destroy())
  }
  const server = http.createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (request.complete) server.emit('error', error)
    })
  })
  server.on('connection', (socket) => {
    state.sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => state.sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  function bodyOf(path: string): Buffer | string {
    if (path.startsWith('/frames/')) return JPEG
    const [, , id = 'j1'] = path.split(/[/?]/)
    const frames = Array.from({ length: 32 }, (_, i) => ({
      time_sec: i * 10,
      key: `frame_${i}.jpg`,
      width: 1280,
      height: 720,
      signed_url: `http://127.0.0.1:${port}/frames/${id}/${i}.jpg?signature=${state.requests}`,
      tracks: [{ track_id: 8, bbox: { x: 0.1, y: 0.1, w: 0.1, h: 0.2 }, tier: 'PRIMARY' }],
    }))
    const data = { job_id: id, id, status: 'RUNNING', progress: { step: 'TRACKING', pct: 40 } }
    return JSON.stringify({ ok: true, data: { ...data, preview_frames: frames, warnings: [] } })
  }

  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    applied,
    happened,
    state,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
