import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
const VERBOSE = new Set(['debug', 'trace'])

/**
 * One line for each request, when it has been answered: who did what to which job. A read that went
 * well is told at `debug` only, unless its caller gave it an id to be found by: those lines would be
 * nearly all of the log and a tenth of the work.
 */
export const requestLogPlugin = fp(
  async (app) => {
    const verbose = VERBOSE.has(app.log.level)
    app.addHook('onResponse', (request, reply, done) => {
      if (isTold(request, reply)) app.log.info(lineOf(request, reply), 'answered')
      else if (verbose) app.log.debug(lineOf(request, reply), 'answered')
      done()
    })
  },
  { name: 'request-log' },
)

function isTold(request: FastifyRequest, reply: FastifyReply): boolean {
  return (
    !READS.has(request.method) ||
    reply.raw.statusCode >= 400 ||
    request.headers['x-request-id'] !== undefined
  )
}

/**
 * `code` is our own error. The path stands without its query: signed addresses stay out (SECURITY section 3, "Secrets").
 * What is undefined is not written.
 */
function lineOf(request: FastifyRequest, reply: FastifyReply) {
  const { url } = request
  const query = url.indexOf('?')
  const path = query === -1 ? url : url.slice(0, query)
  return {
    reqId: request.id,
    method: request.method,
    path,
    status: reply.raw.statusCode,
    ms: Math.round(reply.elapsedTime),
    remoteAddress: request.ip,
    code: request.failure ?? undefined,
    user: request.user ?? undefined,
    job: (request.params as { jobId?: string } | null)?.jobId,
    action: READS.has(request.method) ? undefined : path.slice(path.lastIndexOf('/') + 1),
  }
}
