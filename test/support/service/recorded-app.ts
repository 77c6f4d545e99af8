import Fastify from 'fastify'
import sharp from 'sharp'
import type { Test } from 'tap'
import { buildApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config/index.ts'
import { asRecord } from '../../../src/domain/text/reading.ts'
import { recordings } from './recordings.ts'

type Data = Record<string, unknown>

/** The `data` of a job and of its candidates, as recorded in the same state. */
export interface RecordedState {
  job: Data
  candidates: Data | null
}

const IS_JOB = /get-job(-view-full)?-{1,2}(?!unknown)/
/** Five seconds after the newest revision's recordings say that they were updated. */
export const RECORDED_NOW = Date.parse('2026-11-22T08:22:30Z')

/** Every recorded job by `<revision> <name>`, each name without its status. */
export function recordedStates(): Map<string, RecordedState> {
  const candidates = new Map<string, Data>()
  const jobs = new Map<string, Data>()
  for (const { name, upstream_revision, request, response } of recordings()) {
    if (request.method !== 'GET' || response.status !== 200) continue
    const data = asRecord(asRecord(response.body)['data'])
    const key = `${upstream_revision.slice(0, 7)} ${name.replace(/--200$/, '')}`
    if (/\/candidates$/.test(request.path)) candidates.set(key, data)
    else if (IS_JOB.test(name) && 'preview_frames' in data) jobs.set(key, data)
  }
  const states = new Map<string, RecordedState>()
  for (const [key, job] of jobs) {
    const theirs = key.replace('1-get-job', '2-get-candidates').replace('get-job', 'get-candidates')
    states.set(key, { job, candidates: candidates.get(theirs) ?? null })
  }
  return states
}

/** A state of the newest revision by the end of its name, such as `candidates-ready`. */
export function recordedState(name: string): RecordedState {
  for (const [key, state] of recordedStates()) {
    if (key.startsWith('67ab429') && key.endsWith(`--${name}`)) return state
  }
  throw new Error(`No job recorded as ${name}`)
}

/**
 * Touchline on a free port before a service that holds the given states by job id, the images of
 * their frames included. Put another state under an id, and the service answers that one. `actions`
 * answers the changes: status and body, by the last part of the path.
 */
export async function startRecordedApp(
  t: Pick<Test, 'teardown'>,
  states: Record<string, RecordedState>,
  actions: Record<string, (id: string) => { status: number; body: unknown }> = {},
) {
  const image = await sharp({
    create: { width: 640, height: 360, channels: 3, background: '#3c7d3f' },
  })
    .jpeg()
    .toBuffer()
  const service = Fastify()
  const own = (id: string, data: Data | null | undefined) =>
    data &&
    JSON.parse(
      JSON.stringify({ ...data, job_id: id, id }).replaceAll('http://127.0.0.1:9000', source),
    )
  type ById = { Params: { id: string; action: string } }
  service.get<ById>('/jobs/:id', async ({ params: { id } }, reply) => {
    const data = own(id, states[id]?.job)
    if (data) return { ok: true, data }
    const error = { code: 'JOB_NOT_FOUND', message: 'Job not found' }
    return reply.code(404).send({ ok: false, error })
  })
  service.get<ById>('/jobs/:id/candidates', async ({ params: { id } }) => ({
    ok: true,
    data: own(id, states[id]?.candidates) ?? { status: 'NOT_STARTED', candidates: [] },
  }))
  service.post<ById>('/jobs/:id/:action', async ({ params: { id, action } }, reply) => {
    const { status, body } = actions[action]?.(id) ?? { status: 404, body: { detail: 'Not Found' } }
    return reply.code(status).send(body)
  })
  service.get('/fnh/*', (_request, reply) => reply.type('image/jpeg').send(image))
  const source = await service.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => service.close())

  const config = readConfig({
    API_BASE_URL: source,
    FRAME_SOURCES: `${source}/`,
    FRAME_NETWORKS: '127.0.0.0/8',
    LOG_LEVEL: 'silent',
    DATABASE_URL: 'off',
  })
  const app = await buildApp(config, { now: () => RECORDED_NOW })
  t.teardown(() => app.close())
  return { app, origin: await app.listen({ port: 0, host: '127.0.0.1' }) }
}
