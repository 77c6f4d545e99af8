import { hostname } from 'node:os'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { levels } from 'pino'
import type { LogStream } from './logger.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
const { debug: DEBUG = 20, info: INFO = 30 } = levels.values

/**
 * Lines wait this long to be written down together, milliseconds: one by one they cost a change as much
 * as all its checks do. A process that is killed outright takes them with it, and no other does.
 */
const TOGETHER_MS = 20

/**
 * One line for each request, when it has been answered: who did what to which job. A read that went
 * well is told at `debug` only, unless its caller gave it an id to be found by: those lines would be
 * nearly all of the log and a tenth of the work.
 */
export const requestLogPlugin = fp<{ stream: LogStream }>(
  async (app, { stream }) => {
    const least = levels.values[app.log.level] ?? Number.POSITIVE_INFINITY
    if (least > INFO) return
    const base = { pid: process.pid, hostname: hostname() }
    let waiting: object[] = []

    function write() {
      let lines = ''
      for (const line of waiting) lines += `${JSON.stringify(line)}\n`
      waiting = []
      if (lines !== '') stream.write(lines)
    }

    app.addHook('onResponse', (request, reply, done) => {
      const level = isTold(request, reply) ? INFO : DEBUG
      if (level >= least && waiting.push(lineOf(request, reply, level, base)) === 1) {
        setTimeout(write, TOGETHER_MS)
      }
      done()
    })
    process.on('exit', write)
    app.addHook('onClose', async () => {
      process.off('exit', write)
      write()
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
 * As pino writes its lines. `code` is our own error. The path stands without its query: signed addresses
 * stay out (SECURITY section 3, "Secrets"). What is undefined is not written.
 */
function lineOf(
  request: FastifyRequest,
  reply: FastifyReply,
  level: number,
  { pid, hostname }: { pid: number; hostname: string },
) {
  const { url } = request
  const query = url.indexOf('?')
  const path = query === -1 ? url : url.slice(0, query)
  return {
    level,
    time: Date.now(),
    pid,
    hostname,
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
    msg: 'answered',
  }
}
