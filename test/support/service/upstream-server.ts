import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/** A request as it arrived, before anything made sense of it. */
export interface Seen {
  method: string
  /** With the query, undecoded. */
  path: string
  headers: http.IncomingHttpHeaders
  rawHeaders: string[]
  body: Buffer
}

export interface Told {
  status?: number
  headers?: Record<string, string | string[]>
  body?: string | Buffer
}

/** What is answered: always the same, or made from the request; a promise holds the answer back, null was answered by the script itself. */
export type Script =
  | Told
  | ((seen: Seen, response: http.ServerResponse) => Told | null | Promise<Told>)

export const json = (body: unknown, status = 200): Told => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** A job that may be enqueued. */
export const READY_JOB = {
  ok: true,
  data: {
    job_id: 'j1',
    id: 'j1',
    status: 'READY_TO_ENQUEUE',
    preview_frames: [],
    player_ref: { track_id: 8, x: 0.1, y: 0.1, w: 0.1, h: 0.2 },
    target: { confirmed: true, selections: [] },
  },
}

/** An upstream that records all and answers as told; until told otherwise, a ready job to everything. */
export async function startUpstream(t: Pick<Test, 'teardown'>, first: Script = json(READY_JOB)) {
  const requests: Seen[] = []
  const scripts = new Map<string, Script>()
  let usual = first

  async function answer(request: http.IncomingMessage, response: http.ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: path = '', headers, rawHeaders } = request
    const seen = { method, path, headers, rawHeaders, body: Buffer.concat(chunks) }
    requests.push(seen)
    const script = scripts.get(`${method} ${path.replace(/\?.*/, '')}`) ?? usual
    const told = typeof script === 'function' ? await script(seen, response) : script
    if (told !== null) response.writeHead(told.status ?? 200, told.headers).end(told.body)
  }
  const server = http.createServer((request, response) => {
    answer(request, response).catch((error) => {
      // A request may be cut off while it is read: the test looks at what arrived. All else is the test's fault.
      if (request.complete) server.emit('error', error)
    })
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    requests,
    /** What one route answers: `on('POST /jobs/j1/target', …)`. */
    on: (route: string, script: Script) => void scripts.set(route, script),
    /** What all others answer. */
    always: (script: Script) => {
      usual = script
    },
  }
}
export type Upstream = Awaited<ReturnType<typeof startUpstream>>
