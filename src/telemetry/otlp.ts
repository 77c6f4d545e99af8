import { cutSignatures } from '../domain/redaction/redact.ts'
import type { Trace } from '../lib/trace.ts'

/** Where traces are sent, as the settings say it. */
export interface Receiver {
  /** Ends in `/v1/traces`. */
  url: string
  serviceName: string
}

/** A span that runs. No address with its query, no header and no body is ever set on it. */
interface OpenSpan {
  trace: Trace
  set(name: string, value: string | number): void
  /** `error` is a code, or null if all went well. */
  end(error: string | null): void
}

export interface Exporting {
  begin(kind: 'server' | 'client', name: string, parent: Trace | undefined): OpenSpan
  /** Sends what is left. */
  close(): Promise<void>
}

/** Milliseconds after which spans that nobody takes are dropped: the end of the process waits for them. */
const TIMEOUT_MS = 2_000

/**
 * Loads the OpenTelemetry SDK, without its globals. Throws what `import` throws if the optional packages are not
 * installed. `onFailure` is told why the receiver did not take spans.
 */
export async function loadExporting(
  { url, serviceName }: Receiver,
  onFailure: (reason: string) => void,
): Promise<Exporting> {
  const [api, sdk, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: TIMEOUT_MS })
  const telling: InstanceType<typeof OTLPTraceExporter>['export'] = (spans, done) =>
    exporter.export(spans, (result) => {
      if (result.error) onFailure(cutSignatures(result.error.message))
      done(result)
    })
  const processor = new sdk.BatchSpanProcessor({
    exporter: {
      export: telling,
      forceFlush: () => exporter.forceFlush(),
      shutdown: () => exporter.shutdown(),
    },
  })
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = resources
  const provider = new sdk.TracerProvider({
    // OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME win.
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': serviceName }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.AlwaysOnSampler() }),
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer('touchline')
  const kinds = { server: api.SpanKind.SERVER, client: api.SpanKind.CLIENT }

  function contextOf(parent: Trace | undefined) {
    if (parent === undefined) return api.ROOT_CONTEXT
    const [, traceId = '', spanId = '', flags = ''] = parent.traceparent.split('-')
    return api.trace.setSpanContext(api.ROOT_CONTEXT, {
      traceId,
      spanId,
      traceFlags: Number.parseInt(flags, 16) & api.TraceFlags.SAMPLED,
      isRemote: true,
      ...(parent.tracestate === null
        ? {}
        : { traceState: api.createTraceState(parent.tracestate) }),
    })
  }

  return {
    begin(kind, name, parent) {
      const span = tracer.startSpan(name, { kind: kinds[kind] }, contextOf(parent))
      const { traceId, spanId, traceFlags, traceState } = span.spanContext()
      const flags = traceFlags.toString(16).padStart(2, '0')
      return {
        trace: {
          traceparent: `00-${traceId}-${spanId}-${flags}`,
          tracestate: traceState?.serialize() || null,
        },
        set: (name, value) => void span.setAttribute(name, value),
        end(error) {
          if (error !== null) {
            span.setAttribute('error.type', error)
            span.setStatus({ code: api.SpanStatusCode.ERROR })
          }
          span.end()
        },
      }
    },
    // `onFailure` has been told already why the last spans were not taken.
    close: () => provider.shutdown().catch(() => {}),
  }
}
