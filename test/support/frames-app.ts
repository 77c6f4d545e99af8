import net from 'node:net'
import type { Test } from 'tap'
import { request } from 'undici'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/index.ts'
import type { Resolve } from '../../src/images/dial.ts'
import type { ImageStore } from './service/image-store.ts'

export const FRAMES = 'http://frames.example.test/frames'
const TO_LOOPBACK: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]

export interface FramesSetting {
  resolve?: Resolve
  /** Settings beside those of the corpus. */
  env?: Record<string, string>
}

/**
 * Touchline before the given image store: `frames.example.test:80` leads to it. `dials` records
 * every connection that leaves for an image, as `address:port`; `log` is all that was logged.
 */
export async function startFramesApp(t: Test, store: ImageStore, setting: FramesSetting = {}) {
  const dials: string[] = []
  const log: string[] = []
  const config = readConfig({
    FRAME_SOURCES: `${FRAMES}/`,
    FRAME_NETWORKS: '127.0.0.0/8',
    FRAME_TIMEOUT_MS: '5000',
    FRAME_MAX_BYTES: '100000',
    LOG_LEVEL: 'debug',
    DATABASE_URL: 'off',
    ...setting.env,
  })
  const app = await buildApp(config, {
    resolve: setting.resolve ?? TO_LOOPBACK,
    openSocket: (address, port) => {
      dials.push(`${address}:${port}`)
      return net.connect({ host: '127.0.0.1', port: store.port })
    },
    logStream: { write: (lines) => void log.push(...lines.split('\n').slice(0, -1)) },
  })
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())

  const ask = (path: string, options: Parameters<typeof request>[1] = {}) =>
    request(`${origin}${path}`, options)
  return {
    app,
    dials,
    log,
    origin,
    ask,
    /** Asks for an image by its address, encoded once. */
    get: (url: string, options: Parameters<typeof request>[1] = {}) =>
      ask(`/api/frame-proxy?url=${encodeURIComponent(url.toWellFormed())}`, options),
  }
}
