import { once } from 'node:events'
import http from 'node:http'
import type net from 'node:net'
import type { Test } from 'tap'

/** What the proxy does with the next `POST`: `before` it is passed on, `after` the answer has come, or nothing. */
export type GivesUp = { when: 'before' | 'after'; status: number } | null

/**
 * A reverse proxy before `origin` that passes everything on, but answers a `POST` with a page of its own
 * while `givesUp` says so.
 */
export async function startGivingUpProxy(t: Pick<Test, 'teardown'>, origin: string) {
  const to = new URL(origin)
  const proxy = { origin: '', givesUp: null as GivesUp, gaveUp: 0 }
  const server = http.createServer((request, response) => {
    const givesUp = request.method === 'POST' ? proxy.givesUp : null
    const sayOwn = (status: number) => {
      proxy.gaveUp += 1
      response.writeHead(status, { 'content-type': 'text/html', connection: 'close' })
      response.end(
        `<!doctype html><html><head><title>${status}</title></head><body><center><h1>${status} of the proxy</h1></center></body></html>`,
      )
    }
    if (givesUp?.when === 'before') {
      request.resume().on('end', () => sayOwn(givesUp.status))
      return
    }
    const { method, url: path, headers } = request
    const passed = http.request(
      { host: to.hostname, port: to.port, method, path, headers, agent: false },
      (answer) => {
        if (givesUp) {
          answer.resume().on('end', () => sayOwn(givesUp.status))
          return
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
        answer.on('error', () => response.destroy())
      },
    )
    passed.on('error', () => response.destroy())
    response.on('close', () => passed.destroy())
    request.pipe(passed)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  proxy.origin = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`
  return proxy
}
