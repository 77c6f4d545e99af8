import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { envelope } from '../http/envelope.ts'
import { type JsonObject, timestamp } from '../http/json.ts'

const BUILD_TIME = '2026-07-30T00:00:00Z'
const WORKER_NAME = 'demo'

/** `/health`, `/ready`, `/runtime` and the root `/jobs`, which is not a list (docs/contract.md#liveness). */
export function livenessRoutes(app: FastifyInstance, demo: Demo): void {
  const service = {
    service: 'algonext-api',
    revision: demo.dialect.revision,
    build_time: BUILD_TIME,
  }

  app.get('/health', async () => ({
    ok: true,
    ...service,
    status: 'live',
    environment: 'demo',
    ts: timestamp(demo.now()),
  }))

  app.get('/ready', async (_request, reply) => {
    const state = workerState(demo)
    const dependencies = {
      database: demo.faults.databaseDown ? 'unavailable' : 'ready',
      ...state.dependencies,
    }
    const isReady = Object.values(dependencies).every((one) => one === 'ready')
    reply.code(isReady ? 200 : 503)
    return {
      ok: isReady,
      ...service,
      status: isReady ? 'ready' : 'not_ready',
      dependencies,
      ...state.worker,
      ts: timestamp(demo.now()),
    }
  })

  app.get('/runtime', async (request) => {
    const { dependencies, worker } = workerState(demo)
    const data = {
      ...service,
      ready: !demo.faults.workerMissing,
      required: true,
      dependencies,
      ...worker,
      max_worker_age_seconds: 60,
      error: null,
    }
    return envelope(demo, request, data, { revision: demo.dialect.revision })
  })

  app.get('/jobs', async (request) => envelope(demo, request, { status: 'ready' }))
}

function workerState(demo: Demo): { dependencies: JsonObject; worker: JsonObject } {
  if (demo.faults.workerMissing) {
    return {
      dependencies: { redis: 'ready', worker: 'missing' },
      worker: { worker: null, worker_age_seconds: null, worker_revision_matches_api: null },
    }
  }
  const seen = timestamp(demo.now())
  return {
    dependencies: { redis: demo.faults.brokerDown ? 'unavailable' : 'ready', worker: 'ready' },
    worker: {
      worker: {
        service: 'algonext-worker',
        revision: demo.dialect.revision,
        build_time: BUILD_TIME,
        state: 'ready',
        worker_name: WORKER_NAME,
        hostname: WORKER_NAME,
        pid: process.pid,
        started_at: seen,
        last_seen: seen,
      },
      worker_age_seconds: 0,
      worker_revision_matches_api: true,
    },
  }
}
