import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Signal, SignalListener } from '../lib/signal.ts'
import { hasGone } from './connections/has-gone.ts'

/**
 * How a request ended. `answered`: its whole answer went to the operating system. `left`: the client
 * closed the connection before that. `cut`: we broke the answer off.
 */
export type EndKind = 'answered' | 'left' | 'cut'

export type EndListener = (request: FastifyRequest, reply: FastifyReply, kind: EndKind) => void

declare module 'fastify' {
  interface FastifyRequest {
    /** The end of this request. */
    ending: RequestEnd
  }
  interface FastifyInstance {
    /** Calls `listener` exactly once for each request, when it has ended in whatever way. */
    onRequestEnd(listener: EndListener): void
    /** Gives a request its end. A hook does this, except for an address that cannot be read: then no hook runs. */
    beginRequest(request: FastifyRequest, reply: FastifyReply): RequestEnd
    /** Requests that have not ended. */
    readonly openRequests: number
  }
}

/**
 * The end of one request: it comes exactly once. Upstream calls, image transfers, locks and places
 * listen for a client that has gone; the log and the counters listen for every end.
 */
export class RequestEnd implements Signal {
  /** The pattern of the route, once it is known. */
  route: string | null = null
  /** False once the user may no longer ask. A stream that has not begun then does not begin. */
  mayLast = true
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly #tell: EndListener
  readonly #open: Set<RequestEnd>
  #kind: EndKind | null = null
  #isCut = false
  #listeners: SignalListener[] = []
  #controller: AbortController | null = null

  constructor(request: FastifyRequest, reply: FastifyReply, tell: EndListener) {
    this.request = request
    this.reply = reply
    this.#tell = tell
    this.#open = beginOn(request.raw.socket)
    this.#open.add(this)
  }

  /** The request ended without its whole answer: nobody waits for it any more. */
  get aborted() {
    return this.#kind === 'left' || this.#kind === 'cut'
  }

  /** Requests of its connection that have not ended, this one among them. */
  get openBeside(): number {
    return this.#open.size
  }

  /** Tells `listener` once if the request ends without its whole answer. */
  listen(listener: SignalListener) {
    this.#listeners.push(listener)
  }

  unlisten(listener: SignalListener) {
    const at = this.#listeners.indexOf(listener)
    if (at !== -1) this.#listeners.splice(at, 1)
  }

  /** The same as an `AbortSignal`. It is made only when somebody asks for it. */
  get abortSignal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.aborted) this.#controller.abort()
    return this.#controller.signal
  }

  /** Notes that we end the request next, because its answer cannot be finished. */
  markCut() {
    this.#isCut = true
  }

  answered() {
    this.#end('answered')
  }

  connectionClosed() {
    this.#end(this.#isCut ? 'cut' : 'left')
  }

  #end(kind: EndKind) {
    if (this.#kind !== null) return
    this.#kind = kind
    this.#open.delete(this)
    if (kind !== 'answered') {
      for (const listener of this.#listeners.splice(0)) listener.onGone()
      this.#controller?.abort()
    }
    this.#tell(this.request, this.reply, kind)
  }
}

/** The requests of a connection that have not ended: pipelined ones stand side by side. */
const OPEN = Symbol('open requests')
type KnownSocket = Socket & { [OPEN]?: Set<RequestEnd> }

/** One listener for each connection, however many requests come on it. */
function beginOn(socket: KnownSocket): Set<RequestEnd> {
  const known = socket[OPEN]
  if (known !== undefined) return known
  const open = new Set<RequestEnd>()
  socket[OPEN] = open
  socket.once('close', () => {
    for (const ending of [...open]) ending.connectionClosed()
  })
  return open
}

const ENDING = Symbol('ending')
type KnownResponse = ServerResponse & { [ENDING]?: RequestEnd }

/** Breaks an answer off, so that its client sees it is not whole: at once, or when those before it are out. */
export function cutOff(response: KnownResponse) {
  response[ENDING]?.markCut()
  if (response.socket === null) response.once('socket', (socket) => socket.destroy())
  response.destroy()
}

const NONE: ReadonlySet<RequestEnd> = new Set()

/** The requests of a connection that have not ended. */
export function openOn(socket: KnownSocket): ReadonlySet<RequestEnd> {
  return socket[OPEN] ?? NONE
}

/** Breaks off every answer of a connection, whether it has begun or not. */
export function cutConnection(socket: KnownSocket) {
  for (const ending of openOn(socket)) ending.markCut()
  socket.destroy()
}

/**
 * Makes the end of a request one event (docs/decisions/request-end.md). Fastify's `onResponse` alone is not
 * enough: it never comes for a client that has left.
 */
export const requestEndPlugin = fp(
  async (app) => {
    const listeners: EndListener[] = []
    let openRequests = 0

    const tell: EndListener = (request, reply, kind) => {
      openRequests -= 1
      for (const listener of listeners) listener(request, reply, kind)
    }

    app.decorate('onRequestEnd', (listener: EndListener) => {
      listeners.push(listener)
    })
    app.decorate('openRequests', { getter: () => openRequests })
    app.decorateRequest('ending', null as unknown as RequestEnd)

    function beginRequest(request: FastifyRequest, reply: FastifyReply): RequestEnd {
      openRequests += 1
      const ending = new RequestEnd(request, reply, tell)
      request.ending = ending
      const response: KnownResponse = reply.raw
      response[ENDING] = ending
      return ending
    }

    app.decorate('beginRequest', beginRequest)
    app.addHook('onRequest', (request, reply, done) => {
      const ending = beginRequest(request, reply)
      if (hasGone(request.raw.socket)) ending.connectionClosed()
      else done()
    })
    app.addHook('onRoute', (options) => {
      // Added to each route, because asking a request for its route makes an object each time.
      const { url, onRequest = [] } = options
      options.onRequest = [
        (request: FastifyRequest, _reply: FastifyReply, done: () => void) => {
          request.ending.route = url
          done()
        },
        ...(Array.isArray(onRequest) ? onRequest : [onRequest]),
      ]
    })
    app.addHook('onResponse', (request, _reply, done) => {
      request.ending.answered()
      done()
    })
  },
  { name: 'request-end' },
)
