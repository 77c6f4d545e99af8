import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { OwnError } from '../errors/own-error.ts'
import {
  AmbiguousRequest,
  HeadersTooLarge,
  InvalidUrl,
  NotHttp,
  RequestTimeout,
} from '../errors/request.ts'
import { envelope, errorBody, publicError } from './error-handler.ts'
import { representationFor } from './representation.ts'
import { cutConnection, openOn, type RequestEnd } from './request-end.ts'

/** How long a client may take for its headers and for its whole request, milliseconds. */
const HEADERS_MS = 5_000
const REQUEST_MS = 8_000
/** Milliseconds between two checks: so few that not many clients are cut at the same moment. */
const CHECK_EVERY_MS = 250

/** Options of Node's HTTP server: slow clients are cut. */
export const httpOptions = {
  http: {
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    // A missing host is refused below, in our own words and with the security headers.
    requireHostHeader: false,
    // A header that wrongly stands twice is seen by this: its value then has a comma.
    joinDuplicateHeaders: true,
  },
  // Fastify would set Node's own limit back to none.
  requestTimeout: REQUEST_MS,
  forceCloseConnections: 'idle' as const,
  return503OnClosing: false,
  keepAliveTimeout: 65_000,
}

/** Refuses requests that Node lets through but that can be read in two ways: no or two hosts, HTTP/0.9. */
export const transportPlugin = fp(
  async (app) => {
    // Headers are limited by their total size. A limit to their number lets Node drop the rest unseen, `Connection`
    // among them.
    app.server.maxHeadersCount = 0
    // A request with an unknown expectation is treated like any other.
    app.server.on('checkExpectation', (request, response) => {
      app.server.emit('request', request, response)
    })
    app.addHook('onRequest', (request, _reply, done) => {
      if (isAmbiguous(request)) done(new AmbiguousRequest())
      else done()
    })
  },
  { name: 'transport' },
)

function isAmbiguous({ raw }: FastifyRequest): boolean {
  const { host } = raw.headers
  if (raw.httpVersionMajor !== 1) return true
  return host === undefined ? raw.httpVersionMinor > 0 : host.includes(',')
}

/** Answers a path that cannot be decoded, such as `%ff`: no route was chosen and no hook has run. */
export function answerBadUrl(headers: Readonly<Record<string, string>>) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const { server, id, url } = request
    const ending = server.beginRequest(request, reply)
    reply.raw.once('finish', () => ending.answered())
    const problem = publicError(new InvalidUrl())
    reply.code(problem.status).headers(headers).header('x-request-id', id)
    const sendJson = () => {
      const { type, text } = errorBody(request, problem)
      return reply.type(type).send(text)
    }
    if (representationFor(request, url.replaceAll('%', '_')) === 'json') return sendJson()
    return server.showError(request, reply, error).catch(sendJson)
  }
}

/**
 * Answers what is no HTTP, too slow or too long, and closes the socket. If the client awaits answers on the connection,
 * these go out instead, or the connection is cut: the client would take an error for one of them.
 */
export function answerClientError(headers: Readonly<Record<string, string>>) {
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  return (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    const open = [...openOn(socket)]
    // The broken request is not complete. It is answered here if no other request waits before it.
    const awaited = open.findLast(({ request }) => request.raw.complete)
    const isTooSlow = error.code === TOO_SLOW
    if (open.some(isUnderWay) || (awaited && (isTooSlow || socket.readableEnded))) {
      return cutConnection(socket)
    }
    if (awaited !== undefined) return closeAfter(socket, awaited)
    const problem = publicError(clientError(error.code))
    const requestId = randomUUID()
    const text = envelope(problem, requestId)
    const status = `${problem.status} ${STATUS_CODES[problem.status]}`
    // Destroyed once the answer has left: a client that never closes its side would stay for ever.
    socket.end(
      `HTTP/1.1 ${status}\r\n${lines}x-request-id: ${requestId}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
      () => socket.destroy(),
    )
  }
}

const TOO_SLOW = 'ERR_HTTP_REQUEST_TIMEOUT'

/** True for a stream or an image that has begun: it may last for long, and nothing else can be said. */
function isUnderWay({ reply: { raw } }: RequestEnd): boolean {
  return raw.headersSent && !raw.writableEnded
}

const CLOSING = Symbol('closing')

/**
 * Sends the awaited answers, `last` as the last one, and closes the connection. Reads on until then, because otherwise
 * nobody would see its client leave.
 */
function closeAfter(socket: Socket & { [CLOSING]?: true }, last: RequestEnd) {
  // After bytes that are no HTTP, each further piece comes here too.
  if (socket[CLOSING]) return
  socket[CLOSING] = true
  last.reply.raw.once('finish', () => socket.end(() => socket.destroy()))
}

function clientError(code: string | undefined): OwnError {
  if (code === 'HPE_HEADER_OVERFLOW') return new HeadersTooLarge()
  return code === TOO_SLOW ? new RequestTimeout() : new NotHttp()
}
