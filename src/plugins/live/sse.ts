import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** The words of `text/event-stream` (WHATWG HTML, 9.2). */

const EVENT_STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // nginx keeps answers back to fill its buffers unless it is told not to.
  'x-accel-buffering': 'no',
  connection: 'close',
} as const

/**
 * Begins an event stream. It lasts as long as its connection, so it needs no chunks: each message goes
 * out as it is, the same bytes to every reader.
 */
export function beginStream(response: ServerResponse, headers: OutgoingHttpHeaders) {
  response.removeHeader('transfer-encoding')
  response.writeHead(200, { ...headers, ...EVENT_STREAM_HEADERS })
  response.flushHeaders()
}

/** A comment: it keeps proxies from closing a quiet stream, and says nothing. */
export const HEARTBEAT = ':\n\n'

/** One message; without a name it is an ordinary message event. */
export function message(data: string, options: { id?: number; event?: string } = {}): string {
  const id = options.id === undefined ? '' : `id: ${options.id}\n`
  const event = options.event === undefined ? '' : `event: ${options.event}\n`
  return `${id}${event}data: ${data.replaceAll('\n', '\ndata: ')}\n\n`
}
