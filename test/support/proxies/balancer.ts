import { once } from 'node:events'
import net from 'node:net'
import type { Test } from 'tap'

/** A balancer before several replicas of which one is there at a time. It closes with the test. */
export async function startBalancer(t: Pick<Test, 'teardown'>, first: number) {
  let to = first
  const open = new Set<net.Socket>()
  const server = net.createServer((client) => {
    const replica = net.connect(to, '127.0.0.1')
    open.add(client)
    client.on('close', () => {
      open.delete(client)
      replica.destroy()
    })
    replica.on('close', () => client.destroy())
    for (const socket of [client, replica]) socket.on('error', () => {})
    client.pipe(replica).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const turnTo = (port: number) => {
    to = port
    for (const client of open) client.destroy()
  }
  t.teardown(() => {
    turnTo(to)
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`, turnTo }
}
