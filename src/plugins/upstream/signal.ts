import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/**
 * That a call is no longer wanted: as much of an `AbortSignal` as the upstream client needs. A real one
 * for each request, whose abort makes an error with a stack, costs a tenth of a read.
 */
export interface Signal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** The client leaving: its connection closes. All calls made for one request share one listener on it. */
export class ClientSignal implements Signal {
  #socket: Socket
  #listeners = new Set<() => void>()
  #onClose = () => {
    for (const listener of this.#listeners) listener()
  }
  constructor({ socket }: IncomingMessage) {
    this.#socket = socket
  }
  get aborted() {
    return this.#socket.destroyed
  }
  addEventListener(_type: 'abort', listener: () => void) {
    if (this.#listeners.size === 0) {
      // Pipelined requests listen on one connection, as many as the client sends.
      this.#socket.setMaxListeners(0)
      this.#socket.on('close', this.#onClose)
    }
    this.#listeners.add(listener)
  }
  removeEventListener(_type: 'abort', listener: () => void) {
    this.#listeners.delete(listener)
    if (this.#listeners.size === 0) this.#socket.off('close', this.#onClose)
  }
}

/** One that is given by hand, to one listener. */
export class EndingSignal implements Signal {
  aborted = false
  #listener: (() => void) | null = null
  addEventListener(_type: 'abort', listener: () => void) {
    this.#listener = listener
  }
  removeEventListener() {
    this.#listener = null
  }
  abort() {
    this.aborted = true
    this.#listener?.()
  }
}
