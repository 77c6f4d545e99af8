import { once } from 'node:events'
import net from 'node:net'
import type { Test } from 'tap'

/** The way to a server, as a switch or a pooler between is one: it can keep what is asked, and break. */
export async function wayTo(t: Pick<Test, 'teardown'>, address: string) {
  const there = new URL(address)
  const open = new Set<net.Socket>()
  let kept: PromiseWithResolvers<void> | null = null
  const way = net.createServer((client) => {
    const server = net.connect(Number(there.port), there.hostname)
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(from)
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
      from.on('error', () => {})
    }
    client.on('data', (bytes) => {
      if (kept === null) server.write(bytes)
      else kept.resolve()
    })
    server.on('data', (bytes) => client.write(bytes))
  })
  way.listen(0, '127.0.0.1')
  await once(way, 'listening')
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy()
  }
  t.teardown(() => {
    cut()
    way.close()
  })
  const here = new URL(address)
  here.port = String((way.address() as net.AddressInfo).port)
  return {
    url: here.href,
    /** From now on nothing gets through; resolves when something is asked. */
    keep(): Promise<void> {
      kept = Promise.withResolvers()
      return kept.promise
    },
    /** Resets all connections; those that come after it get through. */
    cut() {
      kept = null
      cut()
    },
  }
}
