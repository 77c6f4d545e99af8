import type { FastifyReply } from 'fastify'
import { cutOff } from '../http/request-end.ts'
import { headOf, writeHead } from '../http/response-head.ts'
import type { Trouble } from './watch.ts'

/** The words of `text/event-stream` (WHATWG HTML, 9.2). */

const EVENT_STREAM_HEADERS = [
  'content-type',
  'text/event-stream; charset=utf-8',
  'cache-control',
  'no-store',
  // nginx keeps answers back to fill its buffers unless it is told not to.
  'x-accel-buffering',
  'no',
  'connection',
  'close',
]

/**
 * Begins an event stream. It lasts as long as its connection, so it needs no chunks: each message goes
 * out as it is, the same bytes to every reader. If its reader has left or may not read any more, the connection is closed.
 */
export function beginStream(reply: FastifyReply) {
  if (!reply.request.ending.mayLast) cutOff(reply.raw)
  if (reply.raw.destroyed) return void reply.hijack()
  reply.raw.removeHeader('transfer-encoding')
  writeHead(reply, 200, [...headOf(reply), ...EVENT_STREAM_HEADERS])
  reply.raw.flushHeaders()
}

/** Each ends a line of the stream (WHATWG HTML, 9.2.5). */
const LINE_END = /\r\n|\r|\n/g

/** Writes one message; without `event` it is an ordinary message event. */
export function message(data: string, options: { id?: number; event?: string } = {}): string {
  const id = options.id === undefined ? '' : `id: ${options.id}\n`
  const event = options.event === undefined ? '' : `event: ${options.event}\n`
  return `${id}${event}data: ${data.replace(LINE_END, '\ndata: ')}\n\n`
}

/**
 * Says that the newest state may be old; null says that this is over. The time is sent as a duration too, because
 * the reader's clock may differ from ours. @param now milliseconds, as `Date.now()`
 */
export function troubleMessage(trouble: Trouble | null, now: number): string {
  if (trouble?.kind === 'gone') return message('{}', { event: 'gone' })
  const silent = trouble === null ? null : Math.round(performance.now() - trouble.since)
  const since = silent === null ? null : new Date(now - silent).toISOString()
  return message(JSON.stringify({ since, silent_ms: silent }), { event: 'stale' })
}
