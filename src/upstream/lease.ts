import { giveBack } from '../lib/release-buffer.ts'

/** The memory of an answer, until all who read it have done with it. Never ending a lease is no harm: the collector finds it. */
export class Lease {
  #chunks: readonly Buffer[]
  #holders = 1
  constructor(chunks: readonly Buffer[]) {
    this.#chunks = chunks
  }
  /** So many read the answer, each of whom ends the lease once. Said before any of them has it. */
  share(holders: number) {
    this.#holders = holders
  }
  end() {
    this.#holders -= 1
    if (this.#holders > 0) return
    for (const chunk of this.#chunks) giveBack(chunk)
    this.#chunks = []
  }
}
