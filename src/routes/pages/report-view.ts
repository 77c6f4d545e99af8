import type { FastifyInstance } from 'fastify'
import type { Job } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import { readReport } from '../../domain/result/report.ts'
import { asRecord, isRecord } from '../../domain/text/reading.ts'
import { orNull } from '../../lib/within.ts'
import { jsonOf } from '../../upstream/answer-data.ts'
import type { RequestContext } from '../../upstream/types.ts'
import { type ReportView, toReport } from '../../view-models/result/report.ts'

/** Null if the service did not say. */
export type ReportAnswer = { data: unknown } | 'no route' | null

/** The version of January has no reports (docs/contract.md#versions), so a page without a report is no error. */
export async function askReport(
  app: FastifyInstance,
  jobId: string,
  context: RequestContext,
): Promise<ReportAnswer> {
  return orNull(ask(app, jobId, context))
}

/** The query of the page's action. Only a report that failed is written anew (docs/contract.md#reports). */
export async function reportQuery(
  app: FastifyInstance,
  jobId: string,
  context: RequestContext,
): Promise<string> {
  const answer = await askReport(app, jobId, context)
  const hasFailed =
    answer !== null && answer !== 'no route' && readReport(answer.data).state === 'failed'
  return hasFailed ? '' : '?force=0'
}

/** `asked`: the analyst has just asked for a report. Null if this service writes no reports. */
export function viewReport(
  app: FastifyInstance,
  job: Job,
  report: ReportAnswer,
  asked: boolean,
  service: ServiceFacts,
): ReportView | null {
  return report === 'no route'
    ? null
    : toReport(report?.data, job, app.urls, { service, asked, unsaid: !report })
}

async function ask(
  app: FastifyInstance,
  jobId: string,
  context: RequestContext,
): Promise<ReportAnswer> {
  if (app.service.known.lacks.has('report')) return 'no route'
  const answer = await app.upstream.get(`/jobs/${jobId}/report`, context)
  const json = jsonOf(answer)
  app.service.learn('report', answer.status, json, context)
  if (answer.status === 404) return 'no route'
  const { data } = asRecord(json)
  return answer.status === 200 && isRecord(data) ? { data } : null
}
