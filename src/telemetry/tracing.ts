import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type Config, ConfigError } from '../config/index.ts'
import { type Trace, traceOf } from '../lib/trace.ts'
import type { Exporting, loadExporting as LoadExporting } from './otlp.ts'

const NOT_INSTALLED =
  'OTEL_EXPORTER_OTLP_ENDPOINT is set, but the optional packages of OpenTelemetry are not installed: install without --omit=optional, or take the setting away.'

/** A call to the service while it runs. */
export interface CallSpan {
  /** The trace that the service is told. */
  trace: Trace
  /** `status` of the answer, or the code of the failure. */
  end(outcome: number | string): void
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Null if traces go nowhere (docs/monitoring.md#traces). */
    tracing: {
      /** @param path of the service, with its query, which no span holds */
      beginCall(method: string, path: string, parent: Trace | undefined): CallSpan
    } | null
  }
  interface FastifyRequest {
    /** Where the request stands in a trace; undefined if nobody traces it. */
    trace: Trace | undefined
  }
}

/**
 * A span for each request and for each call to the service, sent to `OTEL_EXPORTER_OTLP_ENDPOINT`. Without the setting
 * nothing is loaded, and a trace that a caller names goes on to the service as it came.
 */
export const tracingPlugin = fp<{ config: Config }>(
  async (app, { config: { traces } }) => {
    app.decorateRequest('trace', undefined)
    if (traces === null) {
      app.decorate('tracing', null)
      app.addHook('onRequest', (request, _reply, done) => {
        if (request.headers.traceparent !== undefined) request.trace = traceOf(request.headers)
        done()
      })
      return
    }
    const exporting = await load(traces, (reason) =>
      app.log.warn({ reason }, 'traces were not taken'),
    )
    app.addHook('onClose', () => exporting.close())
    app.decorate('tracing', {
      beginCall(method, path, parent) {
        const span = exporting.begin('client', `${method} ${templateOf(path)}`, parent)
        span.set('http.request.method', method)
        span.set('url.template', templateOf(path))
        return {
          trace: span.trace,
          end(outcome) {
            if (typeof outcome === 'number') span.set('http.response.status_code', outcome)
            span.end(
              typeof outcome === 'string' ? outcome : outcome >= 400 ? String(outcome) : null,
            )
          },
        }
      },
    })

    const open = new WeakMap<FastifyRequest, ReturnType<Exporting['begin']>>()
    app.addHook('onRequest', (request, _reply, done) => {
      const { url = 'none', config } = request.routeOptions
      // Probes, metrics and the files of a page get no span.
      if (!config.neverTurnedAway) {
        const span = exporting.begin('server', `${request.method} ${url}`, traceOf(request.headers))
        open.set(request, span)
        request.trace = span.trace
        span.set('http.request.method', request.method)
        span.set('http.route', url)
        span.set('touchline.request_id', request.id)
      }
      done()
    })
    app.onRequestEnd((request, reply, kind) => {
      const span = open.get(request)
      if (span === undefined) return
      const { statusCode, headersSent } = reply.raw
      if (headersSent) span.set('http.response.status_code', statusCode)
      const isFault = headersSent && statusCode >= 500
      span.end(
        kind === 'answered' ? (isFault ? (request.failure ?? String(statusCode)) : null) : kind,
      )
    })
  },
  { name: 'tracing', dependencies: ['request-end'] },
)

/** @throws ConfigError if the packages are not installed */
async function load(...args: Parameters<typeof LoadExporting>): Promise<Exporting> {
  try {
    const { loadExporting } = await import('./otlp.ts')
    return await loadExporting(...args)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new ConfigError([NOT_INSTALLED])
  }
}

/** The path without its query, and with `{id}` in the place of a job's id. */
function templateOf(path: string): string {
  return path.replace(/\?.*$/s, '').replace(/\/jobs\/[^/]+/, '/jobs/{id}')
}
