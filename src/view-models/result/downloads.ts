import type { Job } from '../../domain/job/job.ts'
import { timelineOf } from '../../domain/result/files/timeline.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import { fileName } from '../../domain/text/file-name.ts'
import type { Urls } from '../../urls.ts'
import { plainLabel } from './player-label.ts'

/** Where the files of a result are downloaded. */
export interface Downloads {
  csv: string
  /** Null on the page of a link. */
  json: string | null
  /** Null where the job has no clip and no stretch of presence with a time. */
  xml: string | null
}

export function toDownloads(job: Job, reading: ResultReading, urls: Urls): Downloads | null {
  if (!('measures' in reading)) return null
  const timeline = timelineOf(job, reading, plainLabel(job))
  return {
    csv: urls.resultCsv(job.id),
    json: urls.resultJson(job.id),
    xml: timeline === null ? null : urls.resultXml(job.id),
  }
}

/** Names a file after the player and the match, because one folder may hold files of many players. */
export function resultFile(job: Job, what: string, ending: string): string {
  return fileName([plainLabel(job), job.source.match ?? job.player.teamName, what], ending)
}

export function compareFile(labels: readonly string[], ending: string): string {
  return fileName(['Comparison', ...labels], ending)
}
