import type { FastifyInstance } from 'fastify'
import type { Demo } from '../demo.ts'
import { ApiError, BareDetail } from '../http/api-error.ts'
import { checkAttempt } from '../http/attempt-fence.ts'
import { envelope } from '../http/envelope.ts'
import { isValidated } from '../http/guard.ts'
import { GUARD_TEXTS } from '../http/guard-texts.ts'
import { asObject } from '../http/json.ts'
import type { DemoJob } from '../job.ts'
import { requireFinished } from './read-job.ts'

const REASON =
  'There is no player evaluation until identity, pitch, ball and the scoring are validated.'

/** `/report` and `/ai-report` (docs/contract.md#reports). */
export function reportRoutes(app: FastifyInstance, demo: Demo): void {
  app.get('/jobs/:id/report', async (request, reply) => {
    const job = demo.jobOf(request)
    if (isWithheld(job)) {
      reply.header('Cache-Control', 'no-store')
      return envelope(demo, request, unavailable('report'))
    }
    return envelope(demo, request, storedReport(job))
  })

  app.post('/jobs/:id/report', async (request, reply) => {
    const job = demo.jobOf(request)
    if (isWithheld(job)) {
      reply.header('Cache-Control', 'no-store')
      return envelope(demo, request, unavailable('report'))
    }
    checkAttempt(job, request, 'report', { readsBody: false })
    requireReportable(job)
    const { force = '1' } = request.query as { force?: string }
    if (force !== '0') job.report = null
    const { analysis_attempt_id } = job.target
    return envelope(
      demo,
      request,
      job.report === null ? { status: 'PENDING', analysis_attempt_id } : storedReport(job),
    )
  })

  app.get('/jobs/:id/ai-report', async (request, reply) => {
    const job = demo.jobOf(request)
    if (!isWithheld(job)) {
      reply.header('Allow', 'POST')
      throw new BareDetail(405, 'Method Not Allowed')
    }
    reply.header('Cache-Control', 'no-store')
    return envelope(demo, request, unavailable('ai_report'))
  })

  app.post('/jobs/:id/ai-report', async (request, reply) => {
    const job = demo.jobOf(request)
    if (isWithheld(job)) {
      reply.header('Cache-Control', 'no-store')
      return envelope(demo, request, unavailable('ai_report'))
    }
    checkAttempt(job, request, 'ai-report', { readsBody: false })
    requireReportable(job)
    throw new ApiError(503, 'AI_REPORT_UNAVAILABLE', 'The report writer is not available.')
  })
}

/** True for a job that finished without a validated evaluation: in practice every finished job. */
function isWithheld(job: DemoJob): boolean {
  return ['COMPLETED', 'PARTIAL'].includes(job.status) && !isValidated(job.result)
}

function storedReport(job: DemoJob) {
  return job.report === null ? { status: 'PENDING' } : { status: 'DONE', report: job.report }
}

function unavailable(field: 'report' | 'ai_report') {
  const report = {
    summary: GUARD_TEXTS.noReport,
    strengths: [],
    risks: [],
    key_moments: [],
    training_plan_14_days: [],
    limitations: GUARD_TEXTS.limitations,
    confidence: 0,
  }
  return { status: 'UNAVAILABLE', [field]: report, reason: REASON }
}

function requireReportable(job: DemoJob): void {
  requireFinished(job)
  if (Object.keys(job.result).length === 0) {
    throw new ApiError(409, 'JOB_RESULT_MISSING', 'The job has no result.')
  }
  if (!Array.isArray(asObject(job.result)['clips'])) {
    throw new ApiError(409, 'JOB_CLIPS_MISSING', 'The job has no clips.')
  }
}
