/**
 * The place of a request in a trace of many services (W3C Trace Context), as the headers that pass it on.
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

/** Undefined if the headers name no trace, or none that can be read. */
export function traceOf({ traceparent, tracestate }: Incoming): Trace | undefined {
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return undefined
  return { traceparent, tracestate: typeof tracestate === 'string' ? tracestate : null }
}

/** Takes the headers of a trace out of a list of names and values in turn. */
export function withoutTrace(headers: readonly string[]): string[] {
  return headers.filter((_text, at) => !NAMES.has(headers[at - (at % 2)]!))
}

/** Puts the headers of this trace in place of those of another. */
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
