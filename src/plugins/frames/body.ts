import { Readable } from 'node:stream'
import { IMAGE_TYPE_BYTES } from '../../domain/image-type.ts'
import { FrameNotAnImage, FrameTooLarge } from '../../errors.ts'

export type Chunks = AsyncIterator<Buffer, unknown>

/** Takes the first bytes off, over as many chunks as they come in; fewer where the body is shorter. */
export async function takeHead(chunks: Chunks): Promise<Buffer> {
  const taken: Buffer[] = []
  let bytes = 0
  while (bytes < IMAGE_TYPE_BYTES) {
    const chunk = await chunks.next()
    if (chunk.done) break
    taken.push(chunk.value)
    bytes += chunk.value.length
  }
  return Buffer.concat(taken)
}

/**
 * The bytes `from` to `to` (inclusive; infinite: to its end) of a body, and no more of it is read.
 * Throws `FrameTooLarge` as soon as more than `maxBytes` came, `FrameNotAnImage` where it ends before `to`.
 */
export async function* cut(
  head: Buffer,
  rest: Chunks,
  part: { from: number; to: number },
  maxBytes: number,
): AsyncGenerator<Buffer, void> {
  let at = 0
  for await (const chunk of together(head, rest)) {
    const piece = chunk.subarray(Math.max(0, part.from - at), Math.max(0, part.to + 1 - at))
    at += chunk.length
    if (at > maxBytes) throw new FrameTooLarge()
    if (piece.length > 0) yield piece
    if (at > part.to) return
  }
  if (Number.isFinite(part.to)) throw new FrameNotAnImage()
}

async function* together(head: Buffer, rest: Chunks): AsyncGenerator<Buffer, void> {
  yield head
  for (let chunk = await rest.next(); !chunk.done; chunk = await rest.next()) yield chunk.value
}

/**
 * A stream that asks for a chunk only when its reader wants one. It is destroyed when `signal`
 * aborts, also while its reader stalls; `onClose` runs once, however it ends. (`Readable.from`
 * waits for the pending chunk before it closes, and so would hold a stalled store's connection.)
 */
export function streamOf(
  chunks: Chunks,
  signal: AbortSignal,
  asError: (error: unknown) => Error,
  onClose: () => void,
): Readable {
  const stream = new Readable({
    read() {
      chunks.next().then(
        (chunk) => this.push(chunk.done ? null : chunk.value),
        (error) => this.destroy(asError(error)),
      )
    },
    destroy(error, callback) {
      signal.removeEventListener('abort', abort)
      onClose()
      callback(error)
    },
  })
  const abort = () => stream.destroy(asError(signal.reason))
  signal.addEventListener('abort', abort)
  return stream
}
