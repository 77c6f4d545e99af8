import type { FastifyRequest, FastifyServerOptions } from 'fastify'

export interface LogStream {
  write(line: string): void
}

/**
 * Structured logs in which an address never has its query: signed URLs stay out
 * (SECURITY section 3, "Secrets").
 */
export function loggerOptions(
  level: string,
  stream?: LogStream,
): Exclude<FastifyServerOptions['logger'], undefined> {
  return {
    level,
    ...(stream ? { stream } : {}),
    serializers: {
      req: (request: FastifyRequest) => ({
        method: request.method,
        path: request.url.split('?')[0],
        remoteAddress: request.ip,
      }),
    },
  }
}
