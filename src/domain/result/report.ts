import { type Cut, listOf } from '../text/cut.ts'
import { foreignText, MESSAGE, PROSE } from '../text/foreign-text.ts'
import { asNumber, asRecord, asString } from '../text/reading.ts'

/** A moment of the match that the report mentions. `clipUrl` is signed: never print it. */
export interface KeyMoment {
  title: string | null
  why: string | null
  clipUrl: string | null
  startSec: number | null
  endSec: number | null
}

/** The written report of a finished job: the seven fields of the service's schema, in its own words. */
export interface Report {
  state: 'none' | 'writing' | 'done' | 'failed' | 'unavailable'
  summary: string | null
  strengths: string[]
  risks: string[]
  keyMoments: KeyMoment[]
  trainingPlan: string[]
  limitations: string[]
  /** 0 to 1. */
  confidence: number | null
  /** Why there is no report, in the service's own words. */
  reason: string | null
  cuts: Cut[]
}

/** The service writes its reports in Italian. */
export const REPORT_LANGUAGE = { code: 'it', name: 'Italian' } as const

/**
 * Reads the `data` of `GET /jobs/:id/report` (docs/contract.md#reports). The answer is PENDING even if nobody
 * asked for a report. Without a validated evaluation, which is the normal case, it is UNAVAILABLE with a
 * placeholder that is not worth showing.
 */
export function readReport(data: unknown): Report {
  const answer = asRecord(data)
  const state = STATES.get(asString(answer['status']) ?? '') ?? 'none'
  const report = state === 'done' ? asRecord(answer['report']) : {}
  const confidence = asNumber(report['confidence'])
  const cuts: Cut[] = []
  const entries = (name: string) => listOf(report[name], 'entries of a list of the report', cuts)
  const texts = (name: string) => entries(name).flatMap((entry) => foreignText(entry, PROSE) ?? [])
  return {
    state,
    summary: foreignText(report['summary'], PROSE),
    strengths: texts('strengths'),
    risks: texts('risks'),
    keyMoments: entries('key_moments').flatMap(readMoment),
    trainingPlan: texts('training_plan_14_days'),
    limitations: texts('limitations'),
    confidence: confidence !== null && confidence >= 0 && confidence <= 1 ? confidence : null,
    reason: reasonOf(answer['error']) ?? reasonOf(answer['reason']),
    cuts,
  }
}

const STATES = new Map<string, Report['state']>([
  ['PENDING', 'none'],
  ['RUNNING', 'writing'],
  ['DONE', 'done'],
  ['FAILED', 'failed'],
  ['UNAVAILABLE', 'unavailable'],
])

function readMoment(value: unknown): KeyMoment[] {
  const moment = asRecord(value)
  const [title, why] = [foreignText(moment['title']), foreignText(moment['why'], MESSAGE)]
  if (title === null && why === null) return []
  return [
    {
      title,
      why,
      clipUrl: asString(moment['clip_url']),
      startSec: asNumber(moment['start_sec']),
      endSec: asNumber(moment['end_sec']),
    },
  ]
}

/** An error may be an object with a message. */
function reasonOf(value: unknown): string | null {
  return foreignText(value, MESSAGE) ?? foreignText(asRecord(value)['message'], MESSAGE)
}
