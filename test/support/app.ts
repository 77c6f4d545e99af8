import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { Agent, request } from 'undici'
import { buildApp, type Overrides } from '../../src/app.ts'
import { readConfig } from '../../src/config/index.ts'

export interface Reply {
  status: number
  headers: Record<string, string | string[] | undefined>
  bytes: Buffer
  text: string
  /** The body as JSON; throws where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared, not typed
  json(): any
}

export interface Ask {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS'
  headers?: Record<string, string | string[]>
  body?: string | Buffer
  signal?: AbortSignal
}

/**
 * Touchline as production builds it, on a free port; it closes with the test. `logs` holds every line
 * that it wrote; the lines of answered requests are among them for certain when it is closed.
 */
export async function startApp(
  t: Pick<Test, 'teardown'>,
  env: Record<string, string> = {},
  overrides: Overrides = {},
) {
  const logs: string[] = []
  const app: FastifyInstance = await buildApp(
    readConfig({ LOG_LEVEL: 'info', DATABASE_URL: 'off', ...env }),
    {
      logStream: { write: (lines) => void logs.push(...lines.split('\n').slice(0, -1)) },
      ...overrides,
    },
  )
  const origin = await app.listen({ port: 0, host: '127.0.0.1' })
  const client = new Agent({ connections: 64 })
  t.teardown(async () => {
    await client.destroy()
    await app.close()
  })

  async function ask(path: string, options: Ask = {}): Promise<Reply> {
    const response = await request(`${origin}${path}`, { dispatcher: client, ...options })
    const bytes = Buffer.from(await response.body.arrayBuffer())
    const text = bytes.toString('utf8')
    return {
      status: response.statusCode,
      headers: response.headers,
      bytes,
      text,
      json: () => JSON.parse(text),
    }
  }

  return {
    app,
    origin,
    port: Number(new URL(origin).port),
    logs,
    close: () => app.close(),
    /** The log lines as objects. */
    logged: () => logs.map((line) => JSON.parse(line)),
    ask,
    /** Posts JSON: text and bytes as they are, anything else written as JSON. */
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      }),
  }
}
export type App = Awaited<ReturnType<typeof startApp>>
