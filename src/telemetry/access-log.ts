import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { EndKind } from '../http/request-end.ts'

/** A request that has ended, with all that the counters and the log need. */
export interface Answered {
  /** When it ended, milliseconds since the epoch. */
  at: number
  /** From the request to its end, milliseconds. */
  ms: number
  id: string
  /** True if the caller sent the request id, to find the request by it. */
  named: boolean
  method: string
  /** The address with its query: not for a log. */
  url: string
  /** The pattern of its route; `none` if no route knew the address. */
  route: string
  /** 499 if the connection ended before any of the answer was sent. */
  status: number
  kind: EndKind
  address: string
  /** The code of our own error. */
  failure: string | null
  user: string | null
  jobId: string | undefined
}

declare module 'fastify' {
  interface FastifyInstance {
    answered: {
      /** Calls `consumer` with the requests that have ended since the last time, soon after they did. */
      each(consumer: (answered: readonly Answered[]) => void): void
      /** Calls the consumers now. */
      hand(): void
    }
  }
}

/** How long requests wait for their consumers, milliseconds: docs/decisions/log.md says why they do. */
const TOGETHER_MS = 20

/** The status that nginx logs when the client closed the connection before it had an answer. */
const CLIENT_LEFT = 499

/**
 * Collects requests that have ended and hands them to the counters and the log together. Only a process that is
 * killed (SIGKILL) loses the last of them.
 */
export const accessLogPlugin = fp(
  async (app) => {
    const consumers: ((answered: readonly Answered[]) => void)[] = []
    let waiting: Answered[] = []
    let isClosed = false

    function hand() {
      if (waiting.length === 0) return
      const answered = waiting
      waiting = []
      for (const consumer of consumers) consumer(answered)
    }

    app.onRequestEnd((request, reply, kind) => {
      const isFirst = waiting.push(answeredOf(request, reply, kind)) === 1
      // The last connections may close after the server has closed.
      if (isClosed) hand()
      else if (isFirst) setTimeout(hand, TOGETHER_MS)
    })
    process.on('exit', hand)
    app.addHook('onClose', async () => {
      process.off('exit', hand)
      isClosed = true
      hand()
    })
    app.decorate('answered', { each: (consumer) => void consumers.push(consumer), hand })
  },
  { name: 'access-log', dependencies: ['request-end'] },
)

function answeredOf(request: FastifyRequest, reply: FastifyReply, kind: EndKind): Answered {
  const { raw } = reply
  return {
    at: Date.now(),
    ms: reply.elapsedTime,
    id: request.id,
    named: request.headers['x-request-id'] !== undefined,
    method: request.method,
    url: request.url,
    route: routeOf(request),
    status: kind !== 'answered' && !raw.headersSent ? CLIENT_LEFT : raw.statusCode,
    kind,
    address: request.ip,
    failure: request.failure ?? null,
    user: request.user,
    jobId: (request.params as { jobId?: string } | null)?.jobId,
  }
}

/** The route, even if the request was turned away before its route could note itself. */
function routeOf(request: FastifyRequest): string {
  if (request.is404) return 'none'
  return request.ending.route ?? request.routeOptions.url ?? 'none'
}
