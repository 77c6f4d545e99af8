import { jobIdOf } from '../../domain/forms/job-id.ts'
import { foreignText } from '../../domain/text/foreign-text.ts'
import { asRecord } from '../../domain/text/reading.ts'
import { MAX_COMPARED } from '../../view-models/result/compare.ts'

/** What `?job=…&job=…` asks for. */
interface Asked {
  /** Each once, at most four, and only those that may stand in an upstream path. */
  ids: string[]
  /** How many ids are left out, because there were too many. */
  leftOut: number
  /** Typed texts that are no ids, safe to print. */
  notIds: string[]
  /** Ids that were named more than once. */
  twice: string[]
}

export function askedJobs(query: unknown): Asked {
  const value = asRecord(query)['job']
  const texts = [value]
    .flat()
    .filter((text): text is string => typeof text === 'string' && text.trim() !== '')
  const named = texts.map(jobIdOf)
  const all = named.filter((id) => id !== null)
  const ids = [...new Set(all)]
  return {
    ids: ids.slice(0, MAX_COMPARED),
    leftOut: Math.max(0, ids.length - MAX_COMPARED),
    notIds: texts
      .filter((_, index) => named[index] === null)
      .map((text) => foreignText(text) ?? ''),
    twice: ids.filter((id) => all.indexOf(id) !== all.lastIndexOf(id)),
  }
}

export const comparedIds = (query: unknown): string[] => askedJobs(query).ids
