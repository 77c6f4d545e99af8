import type { ServerResponse } from 'node:http'
import { cutOff } from '../http/request-end.ts'

/** A reader this far behind is disconnected, bytes. It connects again and gets the whole state. */
const MOST_UNREAD = 256 * 1024

/** Event streams that all get the same bytes. */
export interface Channel {
  /** Adds a reader, which gets the newest message at once if it needs one. */
  add(response: ServerResponse, needsNewest: boolean): void
  remove(response: ServerResponse): void
  /** Sends a message to all readers that `needs` selects. Newcomers get it too. */
  publish(message: string, needs: (reader: ServerResponse) => boolean): void
  /** Sends a message that newcomers do not get: a heartbeat, or that the service is silent. */
  sendOnce(message: string): void
  /** Sends the last message and ends every stream. */
  finish(message: string): void
  readonly size: number
}

/**
 * Writes to the connection, not to the response. The head is out and the body has no chunks (sse.ts), so the response
 * would do nothing but cost time for each of thousands of readers. If an earlier answer on the same connection is not
 * out yet, the response holds the bytes back.
 */
function send(reader: ServerResponse, bytes: Buffer) {
  const { socket } = reader
  if (socket !== null && socket.writableLength === reader.writableLength) socket.write(bytes)
  else reader.write(bytes)
}

/** Each message is made into bytes once, however many read it. */
export function createChannel(): Channel {
  const readers = new Set<ServerResponse>()
  let newest: Buffer | null = null

  function toAll(bytes: Buffer, needs: (reader: ServerResponse) => boolean = () => true) {
    for (const reader of readers) {
      if (!needs(reader)) continue
      if (reader.writableLength > MOST_UNREAD) cutOff(reader)
      else send(reader, bytes)
    }
  }

  return {
    get size() {
      return readers.size
    },
    add(response, needsNewest) {
      readers.add(response)
      if (newest !== null && needsNewest) send(response, newest)
    },
    remove(response) {
      readers.delete(response)
    },
    publish(message, needs) {
      newest = Buffer.from(message)
      toAll(newest, needs)
    },
    sendOnce(message) {
      toAll(Buffer.from(message))
    },
    finish(message) {
      for (const reader of readers) reader.end(message)
      readers.clear()
    },
  }
}
