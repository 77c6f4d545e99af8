import type { Job } from '../../domain/job/job.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import type { Urls } from '../../urls.ts'

/** Where the result can be taken away; null where there is nothing to take. */
export interface Downloads {
  csv: string
  json: string
}

export function toDownloads(job: Job, reading: ResultReading, urls: Urls): Downloads | null {
  if (!('measures' in reading)) return null
  return { csv: urls.resultCsv(job.id), json: urls.resultJson(job.id) }
}
