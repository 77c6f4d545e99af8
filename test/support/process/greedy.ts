import { once } from 'node:events'
import net from 'node:net'
import type { Test } from 'tap'

export const GET = (path: string) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`

/** A connection that sends all of the text and reads nothing until it is told to. */
export async function connectGreedy(
  t: Pick<Test, 'teardown'>,
  port: number,
  text: string,
  from?: string,
) {
  const socket = net.connect({
    port,
    host: '127.0.0.1',
    ...(from === undefined ? {} : { localAddress: from }),
  })
  t.teardown(() => socket.destroy())
  // A connection that is cut may be reset.
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await once(socket, 'connect')
  socket.write(text)
  let answers = ''
  return {
    socket,
    /** Comes when the connection has ended; a client that never reads does not see it. */
    closed,
    /** What has been read since `read` was called. */
    answers: () => answers,
    read() {
      socket.on('data', (data) => {
        answers += data.toString('latin1')
      })
    },
  }
}

/** Comes when `condition` holds. Looks again with every turn of the event loop. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5))
}
