import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type net from 'node:net'
import type { Test } from 'tap'

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** A try as a receiver gets it. */
export interface Got {
  id: string
  timestamp: number
  body: string
  headers: IncomingMessage['headers']
  path: string
  /** Whether the signature is that of the specification. */
  genuine: boolean
}

/** An answer: a status with its headers, or whatever is done to the connection. */
export type Answered =
  | number
  | { status: number; headers: Record<string, string> }
  | ((response: ServerResponse) => void)

/** Who is told of the ends of runs: it answers as `answer` says, 204 until that is set. */
export async function startReceiver(t: Pick<Test, 'teardown'>, port = 0) {
  const got: Got[] = []
  let waiting: (() => void)[] = []
  const state = { answer: ((): Answered => 204) as (got: Got) => Answered }
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (text) => {
      body += text
    })
    request.on('end', () => {
      const one = readTry(request, body)
      got.push(one)
      const answer = state.answer(one)
      if (typeof answer === 'function') answer(response)
      else if (typeof answer === 'number') response.writeHead(answer).end()
      else response.writeHead(answer.status, answer.headers).end('words of the receiver')
      for (const wake of waiting.splice(0)) wake()
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
    waiting = []
  })
  const { port: own } = server.address() as net.AddressInfo
  return Object.assign(state, {
    got,
    port: own,
    url: `http://127.0.0.1:${own}/hook`,
    close,
    /** Resolves when so many tries have come in all. */
    async tries(count: number): Promise<Got[]> {
      while (got.length < count) await new Promise<void>((wake) => void waiting.push(wake))
      return got
    },
  })
}

/** As a receiver checks it, from the text of the specification: nothing of ours is used. */
function readTry({ headers, url = '' }: IncomingMessage, body: string): Got {
  const id = String(headers['webhook-id'])
  const timestamp = String(headers['webhook-timestamp'])
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest()
  const genuine = String(headers['webhook-signature'])
    .split(' ')
    .some((signature) => {
      const [version, text = ''] = signature.split(',')
      const given = Buffer.from(text, 'base64')
      return version === 'v1' && given.length === 32 && timingSafeEqual(given, expected)
    })
  return { id, timestamp: Number(timestamp), body, headers, path: url, genuine }
}
