import type { FastifyReply, FastifyRequest, onResponseHookHandler } from 'fastify'
import fp from 'fastify-plugin'

/** A request that has been answered: all that counters and log want to know of it. */
export interface Answered {
  /** When, milliseconds since the epoch. */
  at: number
  /** From the request to the end of its answer, milliseconds. */
  ms: number
  id: string
  /** Its caller gave it the id, to find it by. */
  named: boolean
  method: string
  /** As it was asked for, query and all: not for a log. */
  url: string
  /** The pattern of its route, `none` where none knew the address. */
  route: string
  status: number
  address: string
  /** The code of our own error. */
  failure: string | null
  user: string | null
  jobId: string | undefined
}

declare module 'fastify' {
  interface FastifyInstance {
    answered: {
      /** Calls `consumer` with what has been answered since the last time, soon after it was. */
      each(consumer: (answered: readonly Answered[]) => void): void
      /** Calls the consumers now. */
      hand(): void
    }
  }
}

/** How long requests wait for their consumers, milliseconds: docs/decisions/log.md says why they do. */
const TOGETHER_MS = 20

/**
 * Gathers answered requests and hands them to counters and log together. A process that is killed
 * outright takes the last of them with it; no other end does.
 */
export const answeredPlugin = fp(
  async (app) => {
    const consumers: ((answered: readonly Answered[]) => void)[] = []
    let waiting: Answered[] = []

    function hand() {
      if (waiting.length === 0) return
      const answered = waiting
      waiting = []
      for (const consumer of consumers) consumer(answered)
    }

    function add(request: FastifyRequest, reply: FastifyReply, route: string) {
      if (waiting.push(answeredOf(request, reply, route)) === 1) setTimeout(hand, TOGETHER_MS)
    }

    app.addHook('onRoute', (options) => {
      // With the route, because asking a request for its route makes an object each time.
      const { url, onResponse = [] } = options
      const record: onResponseHookHandler = (request, reply, done) => {
        add(request, reply, url)
        done()
      }
      options.onResponse = [record].concat(onResponse)
    })
    app.addHook('onResponse', (request, reply, done) => {
      if (request.is404) add(request, reply, 'none')
      done()
    })
    process.on('exit', hand)
    app.addHook('onClose', async () => {
      process.off('exit', hand)
      hand()
    })
    app.decorate('answered', { each: (consumer) => void consumers.push(consumer), hand })
  },
  { name: 'answered' },
)

function answeredOf(request: FastifyRequest, reply: FastifyReply, route: string): Answered {
  return {
    at: Date.now(),
    ms: reply.elapsedTime,
    id: request.id,
    named: request.headers['x-request-id'] !== undefined,
    method: request.method,
    url: request.url,
    route,
    status: reply.raw.statusCode,
    address: request.ip,
    failure: request.failure ?? null,
    user: request.user,
    jobId: (request.params as { jobId?: string } | null)?.jobId,
  }
}
