import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError } from '../http/api-error.ts'
import { envelope } from '../http/envelope.ts'
import type { JsonObject } from '../http/json.ts'
import { BUCKET } from '../http/signing.ts'
import { type DemoJob, hasPlayer } from '../job.ts'
import { objectKeys, outcomeOf, presentJob, presentStatus } from '../present.ts'
import { presentAssets, shortResult } from '../run/present-result.ts'

const KEYS_SHOWN = 50

/** `GET /jobs/:id`, `/status`, `/poll`, `/result` and `/diagnostic` (docs/contract.md#job). */
export function readJobRoutes(app: FastifyInstance, demo: Demo): void {
  const { dialect } = demo

  app.get('/jobs/:id', async (request) => {
    const job = demo.jobOf(request)
    const { view } = request.query as { view?: string }
    requireStorage(demo, job)
    const isFull = view === 'full' && dialect.hasGuard
    return envelope(demo, request, presentJob(job, dialect, demo.linker(request), { isFull }))
  })

  app.get('/jobs/:id/status', async (request) =>
    envelope(demo, request, presentStatus(demo.jobOf(request), dialect)),
  )

  app.get('/jobs/:id/poll', async (request) => {
    const job = demo.jobOf(request)
    requireStorage(demo, job)
    const { updated_at: _, ...status } = presentStatus(job, dialect)
    return envelope(demo, request, {
      ...status,
      result: shortResult(outcomeOf(job, dialect), dialect),
      assets: presentAssets(job, dialect, demo.linker(request)),
      updated_at: _,
    })
  })

  app.get('/jobs/:id/result', async (request) => {
    const job = demo.jobOf(request)
    const outcome = outcomeOf(job, dialect)
    requireFinished(job)
    return envelope(demo, request, {
      job_id: job.id,
      id: job.id,
      result: shortResult(outcome, dialect),
      assets: presentAssets(job, dialect, demo.linker(request)),
      warnings: outcome.warnings,
    })
  })

  app.get('/jobs/:id/diagnostic', async (request) => {
    const job = demo.jobOf(request)
    const outcome = outcomeOf(job, dialect)
    const isConfirmed = job.target.confirmed === true
    return envelope(demo, request, {
      job_id: job.id,
      id: job.id,
      status: outcome.status,
      progress: job.progress,
      assets: storedAssets(demo, job),
      result_keys: Object.keys(outcome.result),
      player_ref_set: hasPlayer(job),
      target_set: isConfirmed,
      selections_count: job.target.selections.length,
      can_enqueue: hasPlayer(job) && isConfirmed,
    })
  })
}

/** Throws 409 unless the job is COMPLETED or PARTIAL, with the job's own error where it failed. */
export function requireFinished(job: DemoJob): void {
  if (job.status === 'FAILED') {
    throw new ApiError(409, 'JOB_FAILED', job.error ?? 'Job failed')
  }
  if (job.status !== 'COMPLETED' && job.status !== 'PARTIAL') {
    throw new ApiError(409, 'JOB_NOT_COMPLETED', 'Job not completed yet')
  }
}

function requireStorage(demo: Demo, job: DemoJob): void {
  if (job.previews.length > 0 || Object.keys(job.result).length > 0) demo.requireStorage()
}

function storedAssets(demo: Demo, job: DemoJob): JsonObject {
  if (demo.faults.storageDown || demo.faults.storageUnconfigured) {
    const error = 'The object store cannot be reached.'
    return { bucket: null, prefix: null, count: 0, keys: [], error }
  }
  const keys = objectKeys(job).slice(0, KEYS_SHOWN)
  return { bucket: BUCKET, prefix: `jobs/${job.id}/`, count: keys.length, keys }
}
