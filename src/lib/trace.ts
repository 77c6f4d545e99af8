/**
 * Where a request stands in a trace of many services (W3C Trace Context): the headers that carry it from one to the next.
 */
export interface Trace {
  traceparent: string
  tracestate: string | null
}

const NAMES: ReadonlySet<string> = new Set(['traceparent', 'tracestate'])
/** Version, trace, span, flags; a later version may say more. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/

type Incoming = Record<string, string | string[] | undefined>

/** Undefined where the headers name no trace, or none that can be read. */
export function traceOf({ traceparent, tracestate }: Incoming): Trace | undefined {
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return undefined
  return { traceparent, tracestate: typeof tracestate === 'string' ? tracestate : null }
}

/** Names and values in turn, without those of a trace. */
export function withoutTrace(headers: readonly string[]): string[] {
  return headers.filter((_text, at) => !NAMES.has(headers[at - (at % 2)]!))
}

/** The headers with those of this trace in the place of others. */
export function withTrace(
  headers: readonly string[],
  { traceparent, tracestate }: Trace,
): string[] {
  const own = [
    'traceparent',
    traceparent,
    ...(tracestate === null ? [] : ['tracestate', tracestate]),
  ]
  return [...withoutTrace(headers), ...own]
}
