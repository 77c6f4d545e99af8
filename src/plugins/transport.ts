import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** How long a client may take for its headers and for its whole request, milliseconds (SECURITY section 3). */
const HEADERS_MS = 8_000
const REQUEST_MS = 30_000
const CHECK_EVERY_MS = 1_000

/** Options of Node's HTTP server: slow clients are cut. */
export const httpOptions = {
  http: {
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    requireHostHeader: true,
  },
  forceCloseConnections: 'idle' as const,
  keepAliveTimeout: 65_000,
}

/** A path that cannot be decoded, as `%ff`, before any route is chosen. */
export function answerBadUrl(_error: unknown, request: FastifyRequest, reply: FastifyReply) {
  reply
    .code(400)
    .type('application/json; charset=utf-8')
    .send(body('INVALID_URL', 'The address is not a valid URL.', request.id))
}

/** What is no HTTP at all, or too slow, or too long: answered on the socket, then closed. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket) {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const [status, reason] = statusOf(error.code)
  const text = body('BAD_REQUEST', 'The request is not valid HTTP.', randomUUID())
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}

function statusOf(code: string | undefined): [number, string] {
  if (code === 'HPE_HEADER_OVERFLOW') return [431, 'Request Header Fields Too Large']
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return [408, 'Request Timeout']
  return [400, 'Bad Request']
}

function body(code: string, message: string, requestId: string): string {
  return JSON.stringify({ ok: false, error: { code, message }, meta: { request_id: requestId } })
}
