import { once } from 'node:events'
import net from 'node:net'
import type { Test } from 'tap'

const filled = (magic: string, bytes: number) => {
  const image = Buffer.alloc(bytes, 7)
  image.write(magic, 'latin1')
  return image
}
export const PNG = filled('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR', 2000)
export const JPEG = filled('\xff\xd8\xff\xe0\x00\x10JFIF', 3000)
export const WEBP = filled('RIFF\x24\x00\x00\x00WEBPVP8 ', 1000)

/** What the store does with one request, once its head has arrived. */
export type Behaviour = (socket: net.Socket, head: string) => void

/** A complete answer with a length. */
export function answer(
  status: number,
  headers: Record<string, string>,
  body: Buffer | string = '',
): Behaviour {
  return (socket) => {
    const fields = { 'content-length': String(Buffer.byteLength(body)), ...headers }
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`HTTP/1.1 ${status} Answer\r\n${lines.join('')}\r\n`)
    socket.write(body)
  }
}

/** Writes the text or bytes as they are; what is no HTTP stays no HTTP. */
export const raw =
  (...parts: (string | Buffer)[]): Behaviour =>
  (socket) => {
    for (const part of parts) socket.write(part)
  }

/** An image store on a raw socket, so that it can answer what no HTTP library would. Unknown paths are 404. */
export async function startImageStore(t: Test) {
  const behaviours = new Map<string, Behaviour>()
  const heads: string[] = []
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let text = ''
    socket.on('data', (data) => {
      text += data.toString('latin1')
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const head = text.slice(0, end)
        text = text.slice(end + 4)
        heads.push(head)
        const path = head.split(' ')[1] ?? ''
        const behave = behaviours.get(path.replace(/\?.*/, '')) ?? answer(404, {}, 'none')
        behave(socket, head)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    port: (server.address() as net.AddressInfo).port,
    /** Sets what a path answers. */
    on: (path: string, behaviour: Behaviour) => behaviours.set(path, behaviour),
    /** The heads of all requests that arrived. */
    heads,
    /** The connections that are open. */
    sockets,
  }
}
export type ImageStore = Awaited<ReturnType<typeof startImageStore>>
