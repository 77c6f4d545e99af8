import { releaseBuffer } from '../lib/release-buffer.ts'

/** The memory of an answer, until all who read it have done with it. Never releasing it is no harm: the collector finds it. */
export class Lease {
  #chunks: readonly Buffer[]
  #holders = 1
  constructor(chunks: readonly Buffer[]) {
    this.#chunks = chunks
  }
  /** So many read the answer, each of whom releases it once. Said before any of them has it. */
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
