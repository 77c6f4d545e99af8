import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Action } from '../../domain/job/allowed-actions.ts'
import { enqueueGate, type Missing } from '../../domain/job/enqueue-gate.ts'
import { REFUSALS } from '../../errors/refusals.ts'
import { jsonOf } from '../../upstream/answer-data.ts'
import { madeBy } from '../../upstream/change.ts'
import { contextOf } from '../../upstream/types.ts'
import { passThrough } from '../pass-through.ts'
import { lookAfter } from './look-after.ts'

/**
 * Passes on the action of a script: the bytes as they came, the upstream's answer as it is. Only enqueue is checked
 * first, because not every version of the service decides it rightly (docs/architecture.md#enqueue-gate).
 */
export async function actionAsJson(
  app: FastifyInstance,
  request: FastifyRequest<{ Params: { jobId: string } }>,
  reply: FastifyReply,
  action: Action,
): Promise<FastifyReply | undefined> {
  const { jobId } = request.params
  if (action === 'enqueue') {
    const missing = enqueueGate(await app.jobs.stored(jobId, contextOf(request)))
    if (missing.length > 0) return notReady(request, reply, missing)
  }
  const passed = passThrough(app, request, reply, {
    method: 'POST',
    path: `/jobs/${jobId}/${action}`,
    body: request.jsonBytes ?? '{}',
    before: async (answer) => {
      if (madeBy(answer.status, jsonOf(answer)) === null) return
      await app.club.did({ jobId, action, who: request.user })
    },
  })
  const answered = passed.then((status) => ({ status }))
  await lookAfter(app, jobId, action, answered)
}

/** Answers in the upstream's own shape (docs/contract.md#error-variants). */
function notReady(request: FastifyRequest, reply: FastifyReply, missing: Missing[]): FastifyReply {
  const { code, status, message } = REFUSALS.NOT_READY
  return reply.code(status).send({
    ok: false,
    error: { code, missing, message },
    request_id: request.id,
    meta: { request_id: request.id, timestamp: new Date().toISOString() },
  })
}
