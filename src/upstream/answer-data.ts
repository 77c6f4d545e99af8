import { isDeeperThan } from '../domain/http/json-depth.ts'
import { ownStatus } from '../domain/http/status.ts'
import { isUnknownJob } from '../domain/job/service-facts.ts'
import { asRecord, isRecord } from '../domain/text/reading.ts'
import {
  UpstreamKnowsNoJobs,
  UpstreamNotJson,
  UpstreamRedirects,
  UpstreamRefusal,
  UpstreamUnreadable,
} from '../errors/service.ts'
import type { Answer } from './types.ts'

/** Longer than any job, bytes: the largest recorded one is 48 kB. What we read we show, and 20 MB are seconds of work. */
const MOST_READ_BYTES = 8_000_000
/** Deeper than any job: what walks an answer calls itself for each level. */
const MAX_DEPTH = 64

/**
 * The `data` of a success (docs/contract.md#success-envelope), for one who needs the bytes no longer.
 * @throws UpstreamRefusal, and where the answer cannot be read UpstreamRedirects, UpstreamNotJson or
 * UpstreamUnreadable
 */
export function dataOf(answer: Answer): Record<string, unknown> {
  const { status } = answer
  if (status >= 400) throw new UpstreamRefusal(ownStatus(status), jsonOf(answer), answer)
  if (status >= 300 && status !== 304) throw new UpstreamRedirects()
  const json = parse(answer)
  answer.lease.release()
  if (json === undefined) throw new UpstreamNotJson()
  const data = asRecord(json)['data']
  if (!isRecord(data)) throw new UpstreamUnreadable()
  return data
}

/**
 * The `data` of a job.
 * @throws as `dataOf`, and UpstreamKnowsNoJobs
 */
export function jobDataOf(answer: Answer): Record<string, unknown> {
  if (answer.status === 404 && !isUnknownJob(404, jsonOf(answer))) {
    throw new UpstreamKnowsNoJobs(answer)
  }
  return dataOf(answer)
}

/** The parsed body, or undefined if it is not JSON or cannot be read. */
export function jsonOf(answer: Answer): unknown {
  try {
    return parse(answer)
  } catch {
    return undefined
  }
}

/**
 * @returns undefined if it is not JSON
 * @throws UpstreamUnreadable where it is too long or too deep
 */
export function parse({ body }: Pick<Answer, 'body'>): unknown {
  if (body.length > MOST_READ_BYTES || isDeeperThan(MAX_DEPTH, body)) throw new UpstreamUnreadable()
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
