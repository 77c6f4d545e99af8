import { hostname } from 'node:os'
import fp from 'fastify-plugin'
import { levels } from 'pino'
import { withoutToken } from '../domain/redaction/link-path.ts'
import type { Answered } from './access-log.ts'
import type { LogStream } from './logger.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
const { debug: DEBUG = 20, info: INFO = 30 } = levels.values

/** The words for each end. */
const WORDS = { answered: 'answered', left: 'client left', cut: 'answer cut off' } as const

/**
 * Logs one line for each request when it has ended, however it ended: who did what to which job. A read that went well
 * is logged at `debug` only, because such lines would be nearly all of the log. It is always logged if its caller gave
 * it an id to find it by.
 */
export const requestLogPlugin = fp<{ stream: LogStream }>(
  async (app, { stream }) => {
    const least = levels.values[app.log.level] ?? Number.POSITIVE_INFINITY
    if (least > INFO) return
    const self = { pid: process.pid, hostname: hostname() }

    app.answered.each((answered) => {
      let lines = ''
      for (const one of answered) {
        const level = isTold(one) ? INFO : DEBUG
        if (level >= least) lines += `${JSON.stringify(lineOf(one, level, self))}\n`
      }
      if (lines !== '') stream.write(lines)
    })
  },
  { name: 'request-log', dependencies: ['access-log'] },
)

function isTold({ method, status, named, kind }: Answered): boolean {
  return !READS.has(method) || status >= 400 || named || kind === 'cut'
}

/**
 * A line as pino writes it. The path has no query, so that signed addresses stay out, and no token of a link
 * (docs/security.md#what-is-logged). Undefined values are left out.
 */
function lineOf(
  one: Answered,
  level: number,
  { pid, hostname }: { pid: number; hostname: string },
) {
  const query = one.url.indexOf('?')
  const path = withoutToken(query === -1 ? one.url : one.url.slice(0, query))
  return {
    level,
    time: one.at,
    pid,
    hostname,
    reqId: one.id,
    method: one.method,
    path,
    status: one.status,
    ms: Math.round(one.ms),
    remoteAddress: one.address,
    code: one.failure ?? undefined,
    user: one.user ?? undefined,
    job: one.jobId,
    action: READS.has(one.method) ? undefined : path.slice(path.lastIndexOf('/') + 1),
    msg: WORDS[one.kind],
  }
}
