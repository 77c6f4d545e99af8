import fp from 'fastify-plugin'
import type { Job } from '../domain/job/job.ts'
import { readJob, readStored } from '../domain/job/read-job.ts'
import { isUnknownJob } from '../domain/job/service-facts.ts'
import { type Candidates, readCandidates } from '../domain/player/candidates.ts'
import { asRecord, isRecord } from '../domain/text/reading.ts'
import {
  UpstreamNotJson,
  UpstreamRedirects,
  UpstreamRefusal,
  UpstreamUnreadable,
} from '../errors/service.ts'
import { dataOf, jobDataOf, parse } from './answer-data.ts'
import type { Answer, RequestContext } from './types.ts'

declare module 'fastify' {
  interface FastifyInstance {
    jobs: Jobs
  }
}

/** The upstream's job, read for our own pages and for the enqueue gate. */
interface Jobs {
  /**
   * @throws UpstreamRefusal if the upstream answered with an error, carrying that answer; UpstreamNotJson,
   * UpstreamKnowsNoJobs and the like if the answer cannot be read; and what `upstream.send` throws
   */
  read(id: string, context: RequestContext, view?: 'full'): Promise<Job>
  /**
   * What is stored of a job for a run, and nothing else: a whole job is four times the work.
   * @throws as `read`
   */
  stored(id: string, context: RequestContext): Promise<Pick<Job, 'playerRef' | 'target'>>
  /** Null if the upstream gives no candidates: pages then use the tracks of the preview frames. */
  candidates(id: string, context: RequestContext): Promise<Candidates | null>
  /** Tells `hearer` of every job that is read here. The hearer must return at once. */
  hear(hearer: JobHearer): void
}

export interface JobHearer {
  /** `isFull`: the full view was asked for; `began`: when the read began, milliseconds of `performance.now()`. */
  read(job: Job, context: RequestContext, asked: { isFull: boolean; began: number }): void
  /** The service says that it has no such job. */
  unknown(id: string): void
}

/** Errors of a complete answer without data. */
const WITHOUT_DATA = [UpstreamRefusal, UpstreamRedirects, UpstreamNotJson, UpstreamUnreadable]

export const jobsPlugin = fp(
  async (app) => {
    const jobOf = oncePerAnswer(jobDataOf, readJob)
    const candidatesOf = oncePerAnswer(dataOf, readCandidates)
    const hearers: JobHearer[] = []

    async function answerOf(path: string, id: string, context: RequestContext): Promise<Job> {
      const answer = await app.upstream.get(path, context)
      // Counted first: reading the answer gives back its memory.
      const bytes = answer.body.length
      // Keeps the id that was asked for and judged, whatever id the answer has.
      return { ...jobOf(answer), id, bytes }
    }

    app.decorate('jobs', {
      async read(id: string, context: RequestContext, view?: 'full') {
        const query = view === undefined ? '' : `?view=${view}`
        const asked = { isFull: view === 'full', began: performance.now() }
        try {
          const job = await answerOf(`/jobs/${id}${query}`, id, context)
          for (const hearer of hearers) hearer.read(job, context, asked)
          return job
        } catch (error) {
          if (saysUnknown(error)) for (const hearer of hearers) hearer.unknown(id)
          throw error
        }
      },
      async stored(id: string, context: RequestContext) {
        return readStored(jobDataOf(await app.upstream.get(`/jobs/${id}`, context)))
      },
      async candidates(id: string, context: RequestContext) {
        try {
          const answer = await app.upstream.get(`/jobs/${id}/candidates`, context)
          const bytes = answer.body.length
          return { ...candidatesOf(answer), bytes }
        } catch (error) {
          if (WITHOUT_DATA.some((kind) => error instanceof kind)) return null
          throw error
        }
      },
      hear: (hearer: JobHearer) => void hearers.push(hearer),
    })
  },
  { name: 'jobs', dependencies: ['upstream'] },
)

/** True if a read of a job failed because the service does not know the job. */
export function saysUnknown(error: unknown): boolean {
  return error instanceof UpstreamRefusal && isUnknownJob(error.statusCode, error.json)
}

/** The job in the body of a success, or null if there is none to be read. */
export function jobInBody(id: string, body: Buffer): Job | null {
  try {
    const data = asRecord(parse({ body }))['data']
    return isRecord(data) ? { ...readJob(data), id } : null
  } catch {
    return null
  }
}

/** Reads an answer once, because several pages may share it (single-flight.ts). */
function oncePerAnswer<T>(
  dataIn: typeof dataOf,
  read: (data: Record<string, unknown>) => T,
): (answer: Answer) => T {
  const known = new WeakMap<Buffer, T>()
  return (answer) => {
    const before = known.get(answer.body)
    if (before !== undefined) {
      answer.lease.release()
      return before
    }
    const value = read(dataIn(answer))
    known.set(answer.body, value)
    return value
  }
}
