import type { FastifyRequest } from 'fastify'
import { StreamsBusy } from '../errors/access.ts'
import { clientOf } from '../http/client-of.ts'

/** How many event streams there may be. */
export interface StreamBounds {
  /** All streams; each costs 10 kB. */
  all: number
  /** Streams of one user: a person has a few dozen tabs, a script has a stream for each job. */
  ofUser: number
  /** Streams of one address, if users are not known. Behind a proxy that is not trusted all people have one address. */
  ofAddress: number
}

const STREAM_BOUNDS: StreamBounds = { all: 8_000, ofUser: 200, ofAddress: 6_000 }

/** Counts event streams: in all, and of one client. Pages that get no stream ask from time to time. */
export class StreamLimits {
  readonly #bounds: StreamBounds
  readonly #clients = new WeakMap<FastifyRequest, string>()
  readonly #counts = new Map<string, number>()
  #all = 0

  constructor(bounds: StreamBounds = STREAM_BOUNDS) {
    this.#bounds = bounds
  }

  /** Counts the stream that answers the request, until `leave`. Throws `StreamsBusy` if there are too many. */
  enter(request: FastifyRequest) {
    const client = clientOf(request)
    const count = this.#counts.get(client) ?? 0
    const most = request.user === null ? this.#bounds.ofAddress : this.#bounds.ofUser
    if (this.#all >= this.#bounds.all || count >= most) throw new StreamsBusy()
    // The client left during an earlier await: `leave` has been called already.
    if (request.ending.aborted) return
    this.#all += 1
    this.#counts.set(client, count + 1)
    this.#clients.set(request, client)
  }

  /** Called when the request has ended. Does nothing if it had no stream. */
  leave(request: FastifyRequest) {
    const client = this.#clients.get(request)
    if (client === undefined) return
    this.#clients.delete(request)
    this.#all -= 1
    const left = this.#counts.get(client)! - 1
    if (left === 0) this.#counts.delete(client)
    else this.#counts.set(client, left)
  }
}
