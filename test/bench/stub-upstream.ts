import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { jobAnswer, statusAnswer } from './job.ts'
import { picture } from './picture.ts'

/**
 * The service and its image store in one process of their own, on a bare socket: it must cost less
 * than any proxy before it. Messages from the parent: `count` answers how many requests came since
 * the last one; `change` moves every watched job on.
 */
const head = (type: string, bytes: number) =>
  Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${bytes}\r\nServer: stub\r\n\r\n`,
  )
const whole = (type: string, body: Buffer) => Buffer.concat([head(type, body.length), body])
const asJson = (body: Buffer) => whole('application/json', body)

let requests = 0
let pct = 0
let status = asJson(statusAnswer(pct))

const server = net.createServer((socket) => {
  let rest = ''
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (data) => {
    rest += data.toString('latin1')
    for (let end = endOfRequest(rest); end > 0; end = endOfRequest(rest)) {
      const line = rest.slice(0, rest.indexOf('\r\n'))
      rest = rest.slice(end)
      requests += 1
      socket.write(answerTo(line))
    }
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const job = asJson(jobAnswer(origin, 36))
const jobWith48 = asJson(jobAnswer(origin, 48))
const done = asJson(Buffer.from('{"ok":true,"data":{"status":"QUEUED"},"meta":{"request_id":"r"}}'))
const image = whole('image/jpeg', await picture())

process.on('message', (message) => {
  if (message === 'change') {
    pct = (pct + 1) % 100
    status = asJson(statusAnswer(pct))
  }
  process.send?.({ requests })
  requests = 0
})
process.on('disconnect', () => process.exit())
process.send?.({ origin })

function answerTo(line: string): Buffer {
  if (line.startsWith('POST')) return done
  if (line.includes('/fnh/')) return image
  if (line.includes('/status')) return status
  return line.includes('/with-48') ? jobWith48 : job
}

/** Where the first whole request ends; 0 where it has not yet. */
function endOfRequest(text: string): number {
  const head = text.indexOf('\r\n\r\n')
  if (head === -1) return 0
  if (text.startsWith('GET')) return head + 4
  const length = Number(/content-length: *(\d+)/i.exec(text.slice(0, head))?.[1] ?? 0)
  const end = head + 4 + length
  return text.length >= end ? end : 0
}
