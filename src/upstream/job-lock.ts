import fp from 'fastify-plugin'
import { ClientLeft, JobBusy } from '../errors/access.ts'
import type { Signal } from '../lib/signal.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Runs `work` when nobody else in this process changes the job, and lets the next one begin when
     * it has ended in whatever way. A client that leaves while it waits leaves the queue (`ClientLeft`).
     * Throws `JobBusy` if too many wait, and what `work` throws.
     */
    withJobLock<T>(jobId: string, signal: Signal, work: () => Promise<T>): Promise<T>
    /** How many jobs are being changed. */
    readonly lockedJobs: number
  }
}

/** Most changes that wait for one job: a person presses only a few times. */
const MOST_WAITING = 32

/**
 * Changes of one job by pages are made one after the other: each is judged on the job that the last one left. So ten
 * presses of "Start analysis" start it once, even with a version of the service that has no attempt fence.
 */
export const jobLockPlugin = fp(
  async (app) => {
    /** Those who wait for each locked job, the longest waiting first. */
    const queues = new Map<string, (() => void)[]>()

    async function enter(jobId: string, signal: Signal): Promise<void> {
      if (signal.aborted) throw new ClientLeft()
      const queue = queues.get(jobId)
      if (queue === undefined) {
        queues.set(jobId, [])
        return
      }
      if (queue.length >= MOST_WAITING) throw new JobBusy()
      await new Promise<void>((resolve, reject) => {
        const begin = () => {
          signal.unlisten(listener)
          resolve()
        }
        const listener = {
          onGone() {
            queue.splice(queue.indexOf(begin), 1)
            reject(new ClientLeft())
          },
        }
        queue.push(begin)
        signal.listen(listener)
      })
    }

    function leave(jobId: string) {
      const next = queues.get(jobId)?.shift()
      if (next === undefined) queues.delete(jobId)
      else next()
    }

    app.decorate(
      'withJobLock',
      async <T>(jobId: string, signal: Signal, work: () => Promise<T>): Promise<T> => {
        await enter(jobId, signal)
        try {
          return await work()
        } finally {
          leave(jobId)
        }
      },
    )
    app.decorate('lockedJobs', { getter: () => queues.size })
  },
  { name: 'job-lock' },
)
