import type { FastifyRequest, FastifyServerOptions } from 'fastify'
import { destination } from 'pino'

export interface LogStream {
  /** One line of JSON or several, each with its line feed. */
  write(lines: string): void
}

/** Every line is written before the next one is made, so that none is lost. */
export function standardOutput(): LogStream {
  return destination({ dest: 1, sync: true })
}

/**
 * Structured logs in which an address never has its query: signed URLs stay out
 * (SECURITY section 3, "Secrets").
 */
export function loggerOptions(
  level: string,
  stream: LogStream,
): Exclude<FastifyServerOptions['logger'], undefined> {
  return {
    level,
    stream,
    serializers: {
      req: (request: FastifyRequest) => ({
        method: request.method,
        path: request.url.split('?')[0],
        remoteAddress: request.ip,
      }),
    },
  }
}
