import { isMarkedAsUntransferable } from 'node:worker_threads'

/** Less is left to the collector, bytes. */
const WORTH_IT = 4096

/**
 * Gives the memory of bytes that were read from a socket back at once. Left to the collector, answers
 * pile up, and after every 64 MB of them it looks through the whole heap: a third of the CPU of a read,
 * and a hundred megabytes. The bytes are empty afterwards, here and for whoever else holds them: so this
 * is for their last holder, once no write of them is under way, and for HTTP/1.1 alone: an HTTP/2
 * connection reads all its answers into the same memory. The memory that small buffers share is marked by
 * Node and stays.
 */
export function releaseBuffer({ buffer }: Buffer): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength < WORTH_IT) return
  if (!isMarkedAsUntransferable(buffer)) buffer.transfer(0)
}
