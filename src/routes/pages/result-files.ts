import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { create as contentDisposition } from 'content-disposition'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { JobParams } from '../../contracts/params.ts'
import { readJob } from '../../domain/job/read-job.ts'
import { clubJson } from '../../domain/result/files/club-json.ts'
import { compareCsv } from '../../domain/result/files/compare-csv.ts'
import { fullJson } from '../../domain/result/files/full-json.ts'
import { resultCsv } from '../../domain/result/files/result-csv.ts'
import { sportscodeXml } from '../../domain/result/files/sportscode.ts'
import { timelineOf } from '../../domain/result/files/timeline.ts'
import { readResult } from '../../domain/result/result.ts'
import { JobUnknown, NotFound } from '../../errors/request.ts'
import { jobDataOf } from '../../upstream/answer-data.ts'
import { saysUnknown } from '../../upstream/jobs.ts'
import { contextOf } from '../../upstream/types.ts'
import { compareFile, resultFile } from '../../view-models/result/downloads.ts'
import { distinctLabels, plainLabel } from '../../view-models/result/player-label.ts'
import { clubOfResult, withClubs } from '../club/of-result.ts'
import { comparedIds } from './compared-ids.ts'

/** The files of one result or of several, each named after player and match. */
export async function resultFileRoutes(instance: FastifyInstance) {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>()
  const schema = { params: JobParams }
  const read = (id: string, request: FastifyRequest) =>
    app.jobs.read(id, contextOf(request), 'full')

  app.get('/jobs/:jobId/result.csv', { schema }, async (request, reply) => {
    const job = await read(request.params.jobId, request)
    const reading = readResult(job)
    const csv = resultCsv(reading, job, await clubOfResult(app, job, reading))
    if (csv === null) throw new NotFound()
    return sendFile(reply, 'text/csv; charset=utf-8', resultFile(job, 'result', 'csv'), csv)
  })

  app.get('/jobs/:jobId/result.xml', { schema }, async (request, reply) => {
    const job = await read(request.params.jobId, request)
    const timeline = timelineOf(job, readResult(job), plainLabel(job))
    if (timeline === null) throw new NotFound()
    const xml = sportscodeXml([timeline])
    return sendFile(reply, XML, resultFile(job, 'Sportscode', 'xml'), xml)
  })

  app.get('/jobs/:jobId/result.json', { schema }, async (request, reply) => {
    const { jobId } = request.params
    const answer = await app.upstream.get(`/jobs/${jobId}?view=full`, contextOf(request))
    const text = answer.body.toString('utf8')
    const job = { ...readJob(jobDataOf(answer)), id: jobId }
    const reading = readResult(job)
    if (!('measures' in reading)) throw new NotFound()
    const club = await clubOfResult(app, job, reading)
    const name = resultFile(job, 'result', 'json')
    return sendFile(
      reply,
      'application/json; charset=utf-8',
      name,
      fullJson(text, club && clubJson(job, reading, club)),
    )
  })

  app.get('/compare.csv', async (request, reply) => {
    const players = await readPlayers(request)
    const csv = compareCsv(await withClubs(app, players))
    if (csv === null) throw new NotFound()
    const name = compareFile(
      players.map(({ label }) => label),
      'csv',
    )
    return sendFile(reply, 'text/csv; charset=utf-8', name, csv)
  })

  app.get('/compare.xml', async (request, reply) => {
    const players = await readPlayers(request)
    const rows = players.map(
      ({ job, reading, label }) =>
        timelineOf(job, reading, label) ?? { code: label, instances: [] },
    )
    if (rows.every(({ instances }) => instances.length === 0)) throw new NotFound()
    const name = compareFile(
      players.map(({ label }) => label),
      'xml',
    )
    return sendFile(reply, XML, name, sportscodeXml(rows))
  })

  /**
   * Reads all jobs that are asked for, however long the service takes. A file cannot say why a player is missing, and
   * its differences would then refer to another player.
   */
  async function readPlayers(request: FastifyRequest) {
    const ids = comparedIds(request.query)
    if (ids.length === 0) throw new NotFound()
    const jobs = await Promise.all(ids.map((id) => readKnown(id, request)))
    const labels = distinctLabels(jobs, plainLabel)
    return jobs.map((job, index) => ({ job, reading: readResult(job), label: labels[index] ?? '' }))
  }

  async function readKnown(id: string, request: FastifyRequest) {
    try {
      return await read(id, request)
    } catch (error) {
      throw saysUnknown(error) ? new JobUnknown(id) : error
    }
  }
}

const XML = 'application/xml; charset=utf-8'

/** Sends a file with its name in any script (RFC 8187), and with a plain name for old clients. */
export function sendFile(
  reply: FastifyReply,
  type: string,
  name: string,
  content: string,
): FastifyReply {
  return reply
    .type(type)
    .header('cache-control', 'no-store')
    .header('content-disposition', contentDisposition(name))
    .send(content)
}
