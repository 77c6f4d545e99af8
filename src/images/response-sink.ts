import type { ServerResponse } from 'node:http'
import { cutOff } from '../http/request-end.ts'
import { Gathered } from '../lib/gathered.ts'
import { releaseBuffer } from '../lib/release-buffer.ts'
import type { ImageBody, Sink } from './types.ts'

/** Sends an image as the body of an answer whose head has been written. If the image breaks off, so does the answer. */
export function sendInto(response: ServerResponse, body: ImageBody) {
  response.on('drain', () => body.resume())
  body.into(new ResponseSink(response))
}

/** Bytes on their way to the client. Several pieces may lie in the same memory, one after the other. */
interface Piece {
  bytes: Buffer
  sent: boolean
  /** True if no later piece lies in the same memory. */
  isLast: boolean
}

/** Pieces of fewer bytes are written together: each write costs as much as some kilobytes do. */
const SMALL = 4096
const TOGETHER = 16 * 1024

/** Gives the memory of each large piece back after it has left, and writes small pieces together. */
class ResponseSink implements Sink {
  #response: ServerResponse
  #newest: Piece | null = null
  /** Small pieces that were copied and not written yet. They wait until the end of the event loop's turn at most. */
  #small: Buffer | null = null
  #smallBytes = 0

  constructor(response: ServerResponse) {
    this.#response = response
  }

  take(bytes: Buffer): boolean {
    if (bytes.length < SMALL) return this.#gather(bytes)
    this.#writeSmall()
    if (this.#newest !== null && this.#newest.bytes.buffer !== bytes.buffer) this.#letGo()
    const piece = { bytes, sent: false, isLast: false }
    this.#newest = piece
    return this.#response.write(bytes, (error) => {
      if (error) return
      piece.sent = true
      if (piece.isLast) releaseBuffer(bytes)
    })
  }

  end() {
    this.#writeSmall()
    this.#letGo()
    this.#response.end()
  }

  fail() {
    this.#small = null
    cutOff(this.#response)
  }

  #gather(bytes: Buffer): boolean {
    if (this.#smallBytes + bytes.length > TOGETHER) this.#writeSmall()
    if (this.#small === null) {
      this.#small = Buffer.allocUnsafeSlow(TOGETHER)
      setImmediate(() => this.#writeSmall())
    }
    this.#smallBytes += bytes.copy(this.#small, this.#smallBytes)
    return !this.#response.writableNeedDrain
  }

  #writeSmall() {
    if (this.#small === null) return
    this.#response.write(this.#small.subarray(0, this.#smallBytes))
    this.#small = null
    this.#smallBytes = 0
  }

  #letGo() {
    const piece = this.#newest
    this.#newest = null
    if (piece === null) return
    piece.isLast = true
    if (piece.sent) releaseBuffer(piece.bytes)
  }
}

/**
 * Takes a whole image into memory; null if it is longer than `maxBytes`, and then the transfer ends.
 * @throws what the transfer fails with
 */
export async function collect(body: ImageBody, maxBytes: number): Promise<Buffer | null> {
  const gathered = new Gathered(true)
  const isWhole = await new Promise<boolean>((resolve, reject) => {
    body.into({
      take(chunk) {
        gathered.add(chunk)
        if (gathered.length <= maxBytes) return true
        resolve(false)
        body.cancel()
        return false
      },
      end: () => resolve(true),
      fail: reject,
    })
  })
  // Copied, because it is kept for long and a small image shares its memory with others.
  return isWhole ? gathered.copy() : null
}
