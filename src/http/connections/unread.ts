import type { Socket } from 'node:net'

/** A reader takes at least this much within the time, bytes. It is 0.8 kB/s, slower than any line. */
const LEAST_TAKEN = 16 * 1024

interface Mark {
  at: number
  taken: number
}

/** Finds connections whose client does not read what it asked for. */
export class UnreadAnswers {
  readonly #marks = new WeakMap<Socket, Mark>()

  /** The connections that took next to nothing for `ms`, though bytes waited for them all that time. */
  find(sockets: Iterable<Socket>, now: number, ms: number): Socket[] {
    const found: Socket[] = []
    for (const socket of sockets) {
      const mark = this.#marks.get(socket)
      const taken = takenBy(socket)
      if (socket.writableLength === 0) this.#marks.delete(socket)
      else if (mark === undefined || taken - mark.taken >= LEAST_TAKEN) {
        this.#marks.set(socket, { at: now, taken })
      } else if (now - mark.at >= ms) found.push(socket)
    }
    return found
  }
}

interface Handle {
  bytesWritten: number
  writeQueueSize: number
}

/**
 * Bytes that the operating system has taken for the client. Node counts a write only when the whole of it has ended,
 * and one may be megabytes. So this asks its handle, as Node's own time-out of a socket does.
 */
function takenBy(socket: Socket & { _handle?: Handle | null }): number {
  const handle = socket._handle
  if (!handle) return socket.bytesWritten - socket.writableLength
  return handle.bytesWritten - handle.writeQueueSize
}
