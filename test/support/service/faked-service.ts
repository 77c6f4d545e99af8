import { readFileSync } from 'node:fs'
import net from 'node:net'
import sharp from 'sharp'
import type { Test } from 'tap'
import type { Overrides } from '../../../src/app.ts'
import { asArray, asRecord } from '../../../src/domain/text/reading.ts'
import { startApp } from '../app.ts'
import { answer, startImageStore } from './image-store.ts'
import { json, type Seen, startUpstream, type Told } from './upstream-server.ts'

type Data = Record<string, unknown>

/** An answer of the real service, with what a page has to say of it; names and addresses are made up. */
export interface Rendering {
  name: string
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: answers are taken apart, not typed
  answer: any
}

export function renderings(): Rendering[] {
  return JSON.parse(
    readFileSync(new URL('../../data/real-renderings.json', import.meta.url), 'utf8'),
  )
}

export function rendering(name: string): Rendering {
  const found = renderings().find((one) => one.name === name)
  if (found === undefined) throw new Error(`No rendering named ${name}`)
  return found
}

/** What the faked service holds and has. */
export interface Faked {
  /** The `data` of the job; it may be changed while the app runs. */
  job: Data
  candidates?: Data
  report?: Data
  runtime?: Data
  /** The actions that this version has; their answers by name, `{}` for a plain success. */
  actions?: Record<string, unknown>
  /** Whether the store still has the pictures. */
  pictures?: 'there' | 'gone'
}

const ACTS = ['retry', 'pick-player', 'player-profile', 'report']
const ALL = Object.fromEntries(
  [...ACTS, 'select-track', 'player-ref', 'target', 'selection', 'enqueue'].map((action) => [
    action,
    {},
  ]),
)
const jpeg = await sharp({
  create: { width: 640, height: 360, channels: 3, background: '#3c7d3f' },
})
  .jpeg()
  .toBuffer()
/** What the store answers for a picture that it has. */
export const PICTURE = answer(200, { 'content-type': 'image/jpeg' }, jpeg)
const RECORDED_STORE = 'http://127.0.0.1:9000'
const NO_ROUTE = json({ detail: 'Not Found' }, 404)

/**
 * Touchline before a service that holds one job and behaves as its framework does: 405 for the wrong
 * method, a bare 404 for a route that it does not have. Its pictures are at `http://store.test/fnh/`.
 */
export async function startFakedService(t: Test, faked: Faked, overrides: Overrides = {}) {
  faked.job = JSON.parse(JSON.stringify(faked.job).replaceAll(RECORDED_STORE, 'http://store.test'))
  const store = await startImageStore(t)
  const upstream = await startUpstream(t, (seen) => answerOf(faked, seen))
  for (const frame of asArray(faked.job['preview_frames'])) {
    const { signed_url: url } = asRecord(frame)
    if (typeof url !== 'string' || faked.pictures === 'gone') continue
    store.on(new URL(url).pathname, PICTURE)
  }
  const app = await startApp(
    t,
    {
      API_BASE_URL: upstream.url,
      FRAME_SOURCES: 'http://store.test/fnh/',
      FRAME_NETWORKS: '127.0.0.0/8',
      LOG_LEVEL: 'silent',
    },
    {
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      openSocket: () => net.connect({ host: '127.0.0.1', port: store.port }),
      ...overrides,
    },
  )
  const id = String(faked.job['job_id'])
  return {
    ...app,
    faked,
    upstream,
    store,
    id,
    /** The changes that reached the service, as `action` and parsed body. */
    sent: () =>
      upstream.requests
        .filter(({ method }) => method === 'POST')
        .map(({ path, body }) => ({
          action: path.split('/').at(-1),
          body: JSON.parse(String(body)),
        })),
    /** A form of a page, sent without script. */
    send: (action: string, fields: Record<string, string>) =>
      app.ask(`/api/jobs/${id}/${action}`, {
        method: 'POST',
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      }),
  }
}

function answerOf(faked: Faked, { method, path }: Seen): Told {
  const { actions = ALL } = faked
  const [, , , part] = path.replace(/\?.*/, '').split('/')
  const ok = (data: unknown) => json({ ok: true, data })
  if (path === '/runtime') return faked.runtime ? ok(faked.runtime) : NO_ROUTE
  if (part === undefined || part === 'status') return ok(faked.job)
  if (part === 'candidates')
    return ok(faked.candidates ?? { status: 'NOT_STARTED', candidates: [] })
  if (part === 'report' && method === 'GET') return faked.report ? ok(faked.report) : NO_ROUTE
  if (!Object.hasOwn(actions, part)) return NO_ROUTE
  return method === 'POST' ? ok(actions[part]) : json({ detail: 'Method Not Allowed' }, 405)
}
