import { withoutQuery } from '../../domain/images/frame-source.ts'
import type { Job } from '../../domain/job/job.ts'
import { ABLE, type ServiceFacts } from '../../domain/job/service-facts.ts'
import {
  type KeyMoment,
  REPORT_LANGUAGE,
  type Report,
  readReport,
} from '../../domain/result/report.ts'
import { type ResultReading, readResult } from '../../domain/result/result.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { cutWords } from '../cut-words.ts'
import { clock } from '../format.ts'

/** `views/fragments/result/report.eta`. */
export interface ReportView {
  /** `unsaid`: the service did not answer. */
  state: Report['state'] | 'asked' | 'unsaid'
  /** The language of the service's texts. */
  language: { code: string; name: string }
  summary: string | null
  /** Lists of texts under their headings. */
  lists: { title: string; items: string[] }[]
  moments: MomentView[]
  /** `42 %`; null where the service does not say. */
  confidence: string | null
  reason: string | null
  /** Why there is no report, as far as the job says; null if there may be one. */
  why: string | null
  cut: string | null
  /** The form that asks for a report; null if there is one, or if none can be asked for. */
  ask: ActionForm | null
  /** The address of this page. */
  again: string
}

interface MomentView {
  title: string | null
  why: string | null
  span: string | null
  /** Our own address of the clip: a page never holds a signature. */
  href: string | null
}

/**
 * `data` is the answer of `GET /jobs/:id/report`. `asked`: the analyst has just asked. The service may still
 * say PENDING then, as it does if nobody has asked.
 */
export function toReport(
  data: unknown,
  job: Job,
  urls: Urls,
  {
    service = ABLE,
    asked = false,
    unsaid = false,
  }: { service?: ServiceFacts; asked?: boolean; unsaid?: boolean } = {},
): ReportView {
  const report = readReport(data)
  const waits = asked && report.state === 'none'
  const open = !unsaid && ((report.state === 'none' && !waits) || report.state === 'failed')
  const form = open ? actionForm(job, 'report', urls, service) : null
  const unavailable = report.state === 'unavailable' ? readResult(job).kind : null
  const lists: [string, string[]][] = [
    ['Strengths', report.strengths],
    ['Risks', report.risks],
    ['Training plan for 14 days', report.trainingPlan],
    ['Limits of the report', report.limitations],
  ]
  return {
    state: unsaid ? 'unsaid' : waits ? 'asked' : report.state,
    language: REPORT_LANGUAGE,
    summary: report.summary,
    lists: lists.flatMap(([title, items]) => (items.length > 0 ? [{ title, items }] : [])),
    moments: report.keyMoments.map((moment) => toMoment(moment, job, urls)),
    confidence: report.confidence === null ? null : `${Math.round(report.confidence * 100)} %`,
    reason: unavailable !== null && !FOR_ITS_OWN_REASON.has(unavailable) ? null : report.reason,
    why: unavailable === null ? null : NO_REPORT[unavailable],
    cut: cutWords(report.cuts),
    ask: form,
    again: `${urls.result(job.id)}${waits ? '?report=asked' : ''}#report`,
  }
}

/** Only here the service's reason is shown. Elsewhere its general words would look like a second reason. */
const FOR_ITS_OWN_REASON: ReadonlySet<ResultReading['kind']> = new Set(['withheld', 'rated'])

const NO_REPORT: Record<ResultReading['kind'], string> = {
  withheld: 'The service writes no report while it withholds the ratings.',
  rated: 'The service says that there is no report of this job.',
  missing: 'There is no report, because the result is missing.',
  failed: 'There is no report, because the analysis failed.',
  'not-finished': 'There is no report before the analysis has finished.',
}

function toMoment({ title, why, clipUrl, startSec, endSec }: KeyMoment, job: Job, urls: Urls) {
  const span =
    startSec === null ? null : `${clock(startSec)}${endSec === null ? '' : ` to ${clock(endSec)}`}`
  const clip =
    clipUrl === null
      ? -1
      : job.clips.findIndex(
          ({ url }) => url !== null && withoutQuery(url) === withoutQuery(clipUrl),
        )
  return { title, why, span, href: clip < 0 ? null : urls.clip(job.id, clip) }
}
