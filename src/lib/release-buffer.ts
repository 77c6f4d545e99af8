import { isMarkedAsUntransferable } from 'node:worker_threads'

/** Smaller buffers are left to the collector, bytes. */
const WORTH_IT = 4096

/**
 * Gives back at once the memory of a buffer that was read from a socket. Left to the collector, answers pile up:
 * after every 64 MB of them it looks through the whole heap, which costs a third of the CPU of a read, and a hundred
 * megabytes. The buffer is empty afterwards for everybody who holds it. So only its last holder may call this, after
 * every write of it has ended, and only for HTTP/1.1: an HTTP/2 connection reads all its answers into the same
 * memory. Memory that Node shares among small buffers is marked by Node and stays.
 */
export function releaseBuffer({ buffer }: Buffer): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength < WORTH_IT) return
  if (!isMarkedAsUntransferable(buffer)) buffer.transfer(0)
}
