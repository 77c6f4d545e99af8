import Fastify from 'fastify'
import type { Test } from 'tap'
import { buildApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config/index.ts'
import { asRecord } from '../../../src/domain/text/reading.ts'
import { recordings } from './recordings.ts'

type JobData = Record<string, unknown>

/** The `data` of every recorded answer that holds a result, by the revision and name of the recording. */
export function recordedResults(): Map<string, JobData> {
  const found = new Map<string, JobData>()
  for (const { name, upstream_revision, response } of recordings()) {
    const data = asRecord(asRecord(response.body)['data'])
    if (!('result' in data)) continue
    // `/result` has no status; it answers for finished jobs only (docs/contract.md#status-and-result).
    found.set(`${upstream_revision} ${name}`, { status: 'COMPLETED', ...data })
  }
  return found
}

export function recordedResult(name: string): JobData {
  for (const [key, data] of recordedResults()) if (key.endsWith(` ${name}`)) return data
  throw new Error(`No recording named ${name}`)
}

/**
 * Touchline on a free port, in front of an upstream that holds the given jobs by id and answers reads
 * only. Both close with the test.
 * @returns the origin of Touchline
 */
export async function serveStoredJobs(
  t: Pick<Test, 'teardown'>,
  jobs: Record<string, JobData>,
): Promise<string> {
  const upstream = Fastify()
  const answer = (id: string) => {
    const data = jobs[id]
    return data ? { ok: true, data: { ...data, job_id: id, id } } : null
  }
  upstream.get<{ Params: { id: string } }>('/jobs/:id', (request, reply) => {
    const body = answer(request.params.id)
    if (body) return reply.send(body)
    const error = { code: 'JOB_NOT_FOUND', message: 'Job not found' }
    return reply.code(404).send({ ok: false, error })
  })
  upstream.get('/jobs/:id/report', async () => ({ ok: true, data: { status: 'PENDING' } }))
  const API_BASE_URL = await upstream.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => upstream.close())
  const FRAME_SOURCES = 'http://127.0.0.1:9000/fnh/'
  const config = readConfig({
    ...{ API_BASE_URL, FRAME_SOURCES, PORT: '0', LOG_LEVEL: 'silent' },
    DATABASE_URL: 'off',
  })
  const app = await buildApp(config)
  t.teardown(() => app.close())
  return app.listen({ port: 0, host: '127.0.0.1' })
}
