import type { FastifyRequest, FastifyServerOptions } from 'fastify'
import fp from 'fastify-plugin'
import { withoutToken } from '../domain/redaction/link-path.ts'

export interface LogStream {
  /** One line of JSON or several, each with its line feed. */
  write(lines: string): void
  /** Writes what still waits, if there is a reader, because the process ends. */
  end?(): void
  /** Lines that nobody took so far. */
  readonly dropped?: number
}

/** Registered first, so that the log ends last: other plugins still write to it when they end. */
export const loggerPlugin = fp<{ stream: LogStream }>(
  async (app, { stream }) => {
    const end = () => stream.end?.()
    process.on('exit', end)
    app.addHook('onClose', async () => {
      process.off('exit', end)
      end()
    })
  },
  { name: 'logger' },
)

/**
 * Structured logs in which an address never has its query: signed URLs stay out
 * (docs/security.md#what-is-logged).
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
        path: withoutToken(request.url.split('?')[0] ?? ''),
        remoteAddress: request.ip,
      }),
    },
  }
}
