import fp from 'fastify-plugin'
import { type Candidates, readCandidates } from '../domain/candidates.ts'
import type { Job } from '../domain/job.ts'
import { readJob } from '../domain/read-job.ts'
import { asRecord } from '../domain/reading.ts'
import { UpstreamNotJson, UpstreamRefusal } from '../errors.ts'
import type { Answer } from './upstream/exchange.ts'
import type { Caller } from './upstream.ts'

declare module 'fastify' {
  interface FastifyInstance {
    jobs: Jobs
  }
}

/** The upstream's job, read for our own pages and for the enqueue gate. */
export interface Jobs {
  /**
   * @throws UpstreamRefusal where the upstream answered with an error, carrying that answer;
   * UpstreamNotJson; and what `upstream.send` throws
   */
  read(id: string, caller: Caller, view?: 'full'): Promise<Job>
  /** Null where the upstream has no answer to give: the pages then live from the preview frames. */
  candidates(id: string, caller: Caller): Promise<Candidates | null>
}

export const jobsPlugin = fp(
  async (app) => {
    app.decorate('jobs', {
      async read(id: string, caller: Caller, view?: 'full') {
        const query = view === undefined ? '' : `?view=${view}`
        // The id is the one that was asked for and judged, whatever the answer calls itself.
        return { ...readJob(dataOf(await app.upstream.get(`/jobs/${id}${query}`, caller))), id }
      },
      async candidates(id: string, caller: Caller) {
        try {
          return readCandidates(dataOf(await app.upstream.get(`/jobs/${id}/candidates`, caller)))
        } catch (error) {
          if (error instanceof UpstreamRefusal || error instanceof UpstreamNotJson) return null
          throw error
        }
      },
    })
  },
  { name: 'jobs', dependencies: ['upstream'] },
)

/** The `data` of a success (CONTRACT section 1), for one who needs the bytes no longer. */
export function dataOf(answer: Answer): unknown {
  const json = jsonOf(answer)
  if (answer.status >= 400) throw new UpstreamRefusal(answer.status, json, answer)
  answer.lease.end()
  if (json === undefined) throw new UpstreamNotJson()
  return asRecord(json)['data']
}

/** The parsed body, or undefined where it is not JSON. */
export function jsonOf(answer: Answer): unknown {
  try {
    return JSON.parse(answer.body.toString('utf8'))
  } catch {
    return undefined
  }
}
