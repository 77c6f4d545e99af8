import type { FastifyInstance } from 'fastify'
import type { Action } from '../../domain/job/allowed-actions.ts'

/** Waits for an action that was sent. Then has its job looked at, also if nobody knows whether it was done. */
export async function lookAfter<T extends { status: number }>(
  app: FastifyInstance,
  jobId: string,
  action: Action,
  sent: Promise<T>,
): Promise<T> {
  let status: number | null = null
  try {
    const answer = await sent
    status = answer.status
    return answer
  } finally {
    app.live.pollNow(jobId, action, status)
  }
}
