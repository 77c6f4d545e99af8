import net from 'node:net'

/** A process of clients that drip their headers or their bodies: `node slow-clients.ts <port> <count>`. Tells its parent how long the last one was let be. */

const [port, count] = process.argv.slice(2).map(Number)
const DRIP_EVERY_MS = 500
/** Together they would measure the burst of their arrival, not their slowness. */
const ARRIVE_WITHIN_MS = 3_000
const HEAD =
  'POST /api/jobs/j1/pick-player HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'

let open = count!
let longest = 0
for (let i = 0; i < count!; i += 1) setTimeout(connect, (i * ARRIVE_WITHIN_MS) / count!, i)

function connect(i: number) {
  const began = Date.now()
  const inHead = i % 2 === 0
  const socket = net.connect(port!, '127.0.0.1')
  socket.write(inHead ? HEAD : `${HEAD}Content-Length: 100000\r\n\r\n{`)
  const drip = setInterval(() => socket.write(inHead ? 'X-A: b\r\n' : ' '), DRIP_EVERY_MS)
  socket.on('error', () => {})
  socket.resume()
  socket.on('close', () => {
    clearInterval(drip)
    open -= 1
    longest = Math.max(longest, Date.now() - began)
    if (open === 0) process.send?.(longest)
  })
}
