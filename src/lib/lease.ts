import { releaseBuffer } from './release-buffer.ts'

/**
 * The memory of an answer, until everybody who reads it is done with it. If it is never released, the collector finds
 * it.
 */
export class Lease {
  #chunks: readonly Buffer[]
  #holders = 1
  constructor(chunks: readonly Buffer[]) {
    this.#chunks = chunks
  }
  /** Says how many readers the answer has, before any of them gets it. Each reader releases it once. */
  retain(holders: number) {
    this.#holders = holders
  }
  release() {
    this.#holders -= 1
    if (this.#holders > 0) return
    for (const chunk of this.#chunks) releaseBuffer(chunk)
    this.#chunks = []
  }
}
