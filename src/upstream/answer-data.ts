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

/** Longest answer that is read, bytes. The largest recorded job is 48 kB; 20 MB would be seconds of work. */
const MOST_READ_BYTES = 8_000_000
/** Deepest answer that is read: code that walks an answer calls itself for each level. */
const MAX_DEPTH = 64

/**
 * Reads the `data` of a success (docs/contract.md#success-envelope), and releases the bytes of the answer.
 * @throws UpstreamRefusal, and if the answer cannot be read UpstreamRedirects, UpstreamNotJson or
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
 * Reads the `data` of a job.
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
 * @throws UpstreamUnreadable if it is too long or too deep
 */
export function parse({ body }: Pick<Answer, 'body'>): unknown {
  if (body.length > MOST_READ_BYTES || isDeeperThan(MAX_DEPTH, body)) throw new UpstreamUnreadable()
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
