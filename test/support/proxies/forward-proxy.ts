import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

/**
 * A forward proxy that finds every host name at one port of this machine: for a browser that cannot be
 * told so itself. What it forwards is what the browser sent, streams included.
 */
export async function startForwardProxy(t: Pick<Test, 'teardown'>, port: number): Promise<string> {
  const proxy = http.createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '')
    const { method, headers } = request
    const path = pathname + search
    const forwarded = http.request(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
        answer.on('error', () => response.destroy())
      },
    )
    forwarded.on('error', () => response.destroy())
    response.on('close', () => forwarded.destroy())
    request.pipe(forwarded)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  t.teardown(() => {
    proxy.close()
    proxy.closeAllConnections()
  })
  return `127.0.0.1:${(proxy.address() as AddressInfo).port}`
}
