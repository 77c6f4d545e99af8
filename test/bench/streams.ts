import { once } from 'node:events'
import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { median } from './http-cases.ts'
import type { NodeServer, Stub } from './processes.ts'

/** Readers of one event stream, each on a bare socket: a reader must cost less than what it measures. */
class Readers {
  readonly sockets: net.Socket[] = []
  #heard = 0
  #wanted = Number.POSITIVE_INFINITY
  #done = () => {}

  async open(origin: string, path: string, count: number) {
    const { hostname, port } = new URL(origin)
    for (let begun = 0; begun < count; begun += 100) {
      const some = Array.from({ length: Math.min(100, count - begun) }, async () => {
        const socket = net.connect(Number(port), hostname)
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`)
        await once(socket, 'data')
        socket.on('data', () => this.#hear())
        this.sockets.push(socket)
      })
      await Promise.all(some)
    }
    // The answer's head and its first message may come apart.
    await pause(500)
  }

  /** When every reader has heard something, once each. */
  allHear(): Promise<void> {
    this.#heard = 0
    this.#wanted = this.sockets.length
    return new Promise((resolve) => {
      this.#done = resolve
    })
  }

  close() {
    for (const socket of this.sockets) socket.destroy()
  }

  #hear() {
    this.#heard += 1
    if (this.#heard === this.#wanted) this.#done()
  }
}

/** One job, and many who watch it. */
export async function measureWatchers(
  touchline: NodeServer,
  stub: Stub,
  count: number,
  seconds: number,
) {
  const readers = new Readers()
  await readers.open(touchline.origin, '/api/jobs/watched/events', count)
  await stub.count()
  await pause(seconds * 1000)
  const upstreamPerSecond = (await stub.count()) / seconds
  const delays: number[] = []
  for (let i = 0; i < 3; i += 1) {
    const heard = readers.allHear()
    const began = performance.now()
    await stub.change()
    await heard
    delays.push(performance.now() - began)
  }
  readers.close()
  return { upstreamPerSecond, changeToLastMs: Math.max(...delays) }
}

/** What streams cost in memory, and a message of 1 kB to all of them in time. */
export async function measureStreams(touchline: NodeServer, stub: Stub, count: number) {
  const before = await settled(touchline)
  const readers = new Readers()
  await readers.open(touchline.origin, '/api/jobs/watched/events', count)
  const after = await settled(touchline)
  const [own, kernel]: [number[], number[]] = [[], []]
  for (let i = 0; i < 5; i += 1) {
    const quiet = await cpuWhile(touchline, () => pause(1_500))
    const heard = readers.allHear()
    const pushing = await cpuWhile(touchline, async () => {
      await stub.change()
      await Promise.all([heard, pause(1_500)])
    })
    own.push(pushing.userMs - quiet.userMs)
    kernel.push(pushing.systemMs - quiet.systemMs)
  }
  readers.close()
  return {
    bytesEach: (after.rssBytes - before.rssBytes) / count,
    heapBytesEach: (after.heapBytes - before.heapBytes) / count,
    pushUserMs: median(own),
    pushSystemMs: median(kernel),
  }
}

/** The CPU time that was used meanwhile. */
async function cpuWhile(touchline: NodeServer, action: () => Promise<unknown>) {
  const before = await touchline.usage()
  await action()
  const after = await touchline.usage()
  return { userMs: after.userMs - before.userMs, systemMs: after.systemMs - before.systemMs }
}

async function settled(touchline: NodeServer) {
  await touchline.collect()
  await pause(500)
  return touchline.usage()
}
