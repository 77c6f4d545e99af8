import type { FastifyBaseLogger } from 'fastify'
import type { Notice } from '../../domain/club/notice.ts'

/** Logs once that a receiver fails, once that it takes notices again, and each notice that is given up. */
export function createSaid(log: FastifyBaseLogger) {
  const failing = new Set<string>()
  return {
    of(
      hook: string,
      { id, jobId, tries }: Notice,
      end: 'delivered' | 'failed' | 'dead',
      why: string,
    ) {
      if (end === 'dead') log.error({ hook, jobId, id, tries, why }, 'a notice was given up')
      else if (end === 'delivered') {
        if (failing.delete(hook)) log.warn({ hook }, 'a receiver of notices takes them again')
      } else if (!failing.has(hook)) {
        failing.add(hook)
        log.warn({ hook, jobId, why }, 'a receiver of notices fails, and is tried again')
      }
    },
  }
}
