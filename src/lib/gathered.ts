import { releaseBuffer } from './release-buffer.ts'

/** Most pieces that are kept as they came. Most bodies come in one or two. */
const AS_THEY_CAME = 2
/** Size of the blocks that more pieces are copied into, bytes. */
const BLOCK_BYTES = 64 * 1024

/**
 * Collects the pieces of a body and copies them together, so that memory grows with the bytes, however small the
 * pieces are. A piece that is kept as it came is an object, and holds all the memory that it was read into.
 */
export class Gathered {
  readonly #releases: boolean
  #pieces: Buffer[] = []
  #blocks: Buffer[] = []
  /** Bytes used of the last block. */
  #used = BLOCK_BYTES
  #length = 0

  /** `releases`: nobody else holds the pieces, and they were read from HTTP/1.1 (release-buffer.ts). */
  constructor(releases = false) {
    this.#releases = releases
  }

  get length() {
    return this.#length
  }

  /** Pieces whose memory is still held: up to two as they came, after that the newest alone. */
  get pieces(): readonly Buffer[] {
    return this.#pieces
  }

  add(piece: Buffer) {
    this.#length += piece.length
    if (this.#blocks.length === 0) {
      if (this.#pieces.length < AS_THEY_CAME) return void this.#pieces.push(piece)
      for (const earlier of this.#pieces) this.#copy(earlier)
    }
    this.#copy(piece)
    // The next piece may lie in the same memory as this one.
    if (this.#releases) {
      for (const earlier of this.#pieces)
        if (earlier.buffer !== piece.buffer) releaseBuffer(earlier)
    }
    this.#pieces.length = 1
    this.#pieces[0] = piece
  }

  /** The bytes in one piece: the only one itself, or a copy. Called once, at the end. */
  whole(): Buffer {
    return this.#blocks.length === 0 && this.#pieces.length === 1 ? this.#pieces[0]! : this.copy()
  }

  /** A copy of the bytes, in memory of its own. Called once, at the end. */
  copy(): Buffer {
    if (this.#blocks.length === 0) return Buffer.concat(this.#pieces, this.#length)
    const bytes = Buffer.concat(this.#blocks, this.#length)
    for (const block of this.#blocks) releaseBuffer(block)
    return bytes
  }

  #copy(piece: Buffer) {
    for (let at = 0; at < piece.length; ) {
      if (this.#used === BLOCK_BYTES) {
        this.#blocks.push(Buffer.allocUnsafeSlow(BLOCK_BYTES))
        this.#used = 0
      }
      const copied = piece.copy(this.#blocks.at(-1)!, this.#used, at)
      this.#used += copied
      at += copied
    }
  }
}
