import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { JobParams } from '../contracts/params.ts'
import { passThrough } from './pass-through.ts'

const READS = ['status', 'result', 'candidates', 'frames', 'report', 'diagnostic'] as const

/** What scripts read of a job: the upstream's own answers (docs/architecture.md#bytes-pass-unchanged). */
export async function apiReads(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()
  const schema = { params: JobParams }
  const read = (url: string, part: string) =>
    app.get(url, { schema }, (request, reply) =>
      passThrough(app, request, reply, {
        method: 'GET',
        path: `/jobs/${request.params.jobId}${part}`,
        body: null,
      }),
    )

  app.get('/api/jobs/:jobId', { schema }, (request, reply) => {
    const { jobId } = request.params
    const began = performance.now()
    return passThrough(app, request, reply, {
      method: 'GET',
      path: `/jobs/${jobId}`,
      body: null,
      hear: (answer) => app.club.saw(jobId, answer, request.user, began),
    })
  })
  for (const part of READS) read(`/api/jobs/:jobId/${part}`, `/${part}`)
}
