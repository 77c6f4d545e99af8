import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** Wants to know that nobody waits any more. */
export interface SignalListener {
  onGone(): void
}

/**
 * That a call is no longer wanted: as much of an `AbortSignal` as the upstream client needs. A real one
 * for each request, whose abort makes an error with a stack, costs a tenth of a read.
 */
export interface Signal {
  readonly aborted: boolean
  listen(listener: SignalListener): void
  unlisten(listener: SignalListener): void
}

/** The client leaving: its connection closes. All calls made for one request share one listener on it. */
export class ClientSignal implements Signal {
  #socket: Socket
  #listeners: SignalListener[] = []
  #onClose = () => {
    for (const listener of [...this.#listeners]) listener.onGone()
  }
  constructor({ socket }: IncomingMessage) {
    this.#socket = socket
  }
  get aborted() {
    return this.#socket.destroyed
  }
  listen(listener: SignalListener) {
    if (this.#listeners.length === 0) {
      // Pipelined requests listen on one connection, as many as the client sends.
      this.#socket.setMaxListeners(0)
      this.#socket.on('close', this.#onClose)
    }
    this.#listeners.push(listener)
  }
  unlisten(listener: SignalListener) {
    const at = this.#listeners.indexOf(listener)
    if (at === -1) return
    this.#listeners.splice(at, 1)
    if (this.#listeners.length === 0) this.#socket.off('close', this.#onClose)
  }
}

/** One that is given by hand, to one listener. */
export class EndingSignal implements Signal {
  aborted = false
  #listener: SignalListener | null = null
  listen(listener: SignalListener) {
    this.#listener = listener
  }
  unlisten() {
    this.#listener = null
  }
  abort() {
    this.aborted = true
    this.#listener?.onGone()
  }
}
