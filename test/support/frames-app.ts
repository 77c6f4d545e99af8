import net from 'node:net'
import Fastify, { type FastifyError } from 'fastify'
import type { Test } from 'tap'
import { request } from 'undici'
import type { FrameSource } from '../../src/domain/frame-source.ts'
import type { Resolve } from '../../src/plugins/frames/dial.ts'
import { framesPlugin } from '../../src/plugins/frames.ts'
import { type FrameProxyOptions, frameProxyRoute } from '../../src/routes/frame-proxy.ts'
import type { ImageStore } from './image-store.ts'

export const SOURCES: FrameSource[] = [{ origin: 'http://frames.example.test', prefix: '/frames/' }]
export const FRAMES = 'http://frames.example.test/frames'
const TO_LOOPBACK: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]

export interface FramesSetting {
  resolve?: Resolve
  networks?: readonly string[] | null
  timeoutMs?: number
  maxBytes?: number
  cacheBytes?: number
  signedUrl?: FrameProxyOptions['signedUrl']
}

/**
 * Touchline's image route before the given store: `frames.example.test:80` leads to it. `dials`
 * records every connection that leaves, as `address:port`.
 */
export async function startFramesApp(t: Test, store: ImageStore, setting: FramesSetting = {}) {
  const dials: string[] = []
  const app = Fastify()
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const { code, message, statusCode = 500 } = error
    const plain = code === 'FRAME_URL_MISSING' || code === 'FRAME_URL_INVALID'
    const { retryAfterSec } = error as { retryAfterSec?: number }
    if (retryAfterSec !== undefined) reply.header('retry-after', String(retryAfterSec))
    reply.code(statusCode).send({ ok: false, error: plain ? message : { code, message } })
  })
  await app.register(framesPlugin, {
    networks: setting.networks === undefined ? ['127.0.0.0/8'] : setting.networks,
    timeoutMs: setting.timeoutMs ?? 5000,
    maxBytes: setting.maxBytes ?? 100_000,
    cacheBytes: setting.cacheBytes ?? 0,
    resolve: setting.resolve ?? TO_LOOPBACK,
    openSocket: (address, port) => {
      dials.push(`${address}:${port}`)
      return net.connect({ host: '127.0.0.1', port: store.port })
    },
  })
  await app.register(frameProxyRoute, {
    sources: SOURCES,
    ...(setting.signedUrl ? { signedUrl: setting.signedUrl } : {}),
  })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())

  const ask = (path: string, options: Parameters<typeof request>[1] = {}) =>
    request(`${origin}${path}`, options)
  return {
    app,
    dials,
    origin,
    ask,
    /** Asks for an image by its address, encoded once. */
    get: (url: string, options: Parameters<typeof request>[1] = {}) =>
      ask(`/api/frame-proxy?url=${encodeURIComponent(url.toWellFormed())}`, options),
  }
}
