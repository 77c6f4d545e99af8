import { once } from 'node:events'
import http from 'node:http'
import type net from 'node:net'
import type { Test } from 'tap'

/**
 * A reverse proxy that passes everything as it came, the `Host` included, to a port of this machine.
 * `headers` are set over those of the request. @returns the port that it listens on
 */
export async function startHostProxy(
  t: Pick<Test, 'teardown'>,
  to: number,
  headers: Record<string, string> = {},
): Promise<number> {
  const server = http.createServer((request, response) => {
    const onward = http.request(
      {
        host: '127.0.0.1',
        port: to,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, ...headers },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as net.AddressInfo).port
}
