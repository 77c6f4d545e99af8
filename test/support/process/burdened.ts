import { once } from 'node:events'
import net from 'node:net'
import type { Test } from 'tap'
import type { Burden } from './burden.ts'
import { type ProcessSetting, startProcess } from './touchline-process.ts'

/** Touchline in a process that carries what it is told to carry. */
export async function startBurdened(t: Test, setting: ProcessSetting = {}) {
  const node = [
    '--max-old-space-size=400',
    '--expose-gc',
    '--import',
    './test/support/process/burden.ts',
    ...(setting.node ?? []),
  ]
  const touchline = await startProcess(t, { ...setting, node, ipc: true })
  return {
    ...touchline,
    async carry(burden: Burden) {
      const done = once(touchline.child, 'message')
      touchline.child.send(burden)
      await done
    },
    connect: () => connect(t, touchline.port),
  }
}

/** One connection that was there before anything ran out. */
async function connect(t: Test, port: number) {
  const socket = net.connect(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => {})
  socket.setEncoding('utf8')
  await once(socket, 'connect')
  return {
    /** Sends all requests in one piece; gives back the answers in their order, head and body as they came. */
    async askAll(...paths: string[]): Promise<string[]> {
      const wire = paths.map((path) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`)
      socket.write(wire.join(''))
      let text = ''
      const answers: string[] = []
      while (answers.length < paths.length) {
        const [data] = await once(socket, 'data')
        text += data
        for (let whole = wholeAnswer(text); whole !== null; whole = wholeAnswer(text)) {
          answers.push(whole)
          text = text.slice(whole.length)
        }
      }
      return answers
    },
  }
}

/** The first answer of the text, which must be ASCII, or null where it is not whole. */
function wholeAnswer(text: string): string | null {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [, length] = /\r\ncontent-length: (\d+)\r\n/i.exec(text.slice(0, end + 4)) ?? []
  if (length === undefined) throw new Error(`no length: ${text.slice(0, end)}`)
  const whole = end + 4 + Number(length)
  return text.length < whole ? null : text.slice(0, whole)
}
