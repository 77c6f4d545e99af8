import { JOB_ID } from '../../contracts/params.ts'
import { asRecord } from '../../domain/text/reading.ts'
import { MAX_COMPARED } from '../../view-models/result/compare.ts'

/** The ids of `?job=…&job=…`: each once, at most four, and only those that may stand in an upstream path. */
export function comparedIds(query: unknown): string[] {
  return namedIds(query).slice(0, MAX_COMPARED)
}

/** How many of them are left out. */
export function leftOut(query: unknown): number {
  return Math.max(0, namedIds(query).length - MAX_COMPARED)
}

function namedIds(query: unknown): string[] {
  const value = asRecord(query)['job']
  const ids = (Array.isArray(value) ? value : [value]).filter(
    (id): id is string => typeof id === 'string' && JOB_ID.test(id),
  )
  return [...new Set(ids)]
}
