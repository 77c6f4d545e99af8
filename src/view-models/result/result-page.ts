import { matchFrame } from '../../domain/frames/frame-matching.ts'
import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import type { StandingOf } from '../../domain/images/frame-source.ts'
import type { Job } from '../../domain/job/job.ts'
import { ABLE, type ServiceFacts } from '../../domain/job/service-facts.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import type { Urls } from '../../urls.ts'
import { type Connection, type News, newsConnection, newsOf } from '../connection.ts'
import { listed, type Moment, moment } from '../format.ts'
import { type Crop, toCrop } from '../frame/picture.ts'
import { anotherHref } from '../job/header.ts'
import { playerLabel } from './player-label.ts'
import type { ReportView } from './report.ts'
import { type ResultView, toResult } from './result.ts'

/** Exactly what `views/pages/result.eta` prints beside the layout's own. */
export interface ResultPage {
  title: string
  heading: string
  /** Team, role, category and match, as far as they are known. */
  about: string
  /** The player as the target shows them; null where there is no such picture. */
  crop: Crop | null
  /** When the service wrote the result. */
  updated: Moment | null
  id: string
  job: string
  compare: string
  /** The form of a new job with the same video; null if no new job can name it. */
  another: string | null
  printScript: string
  result: ResultView
  report: ReportView | null
  connection: Connection
  news: News
}

/** `report` is null where the service has no reports. */
export function toResultPage(
  job: Job,
  reading: ResultReading,
  urls: Urls,
  report: ReportView | null = null,
  standing?: StandingOf,
  service: Pick<ServiceFacts, 'readOnly'> = ABLE,
): ResultPage {
  const player = playerLabel(job)
  const { match, competition, season } = job.source
  return {
    title: `Result of ${player}`,
    heading: `Result of ${player}`,
    about: listed([job.player.teamName, job.role, job.category, match, competition, season], ' · '),
    crop: cropOf(job, player, urls),
    updated: moment(job.updatedAt),
    id: job.id,
    job: urls.job(job.id),
    compare: urls.compare([job.id]),
    another: anotherHref(job, urls, service),
    printScript: urls.asset('js/result/print.js'),
    result: toResult(job, reading, urls, standing),
    report,
    connection: newsConnection(urls, job.id),
    news: newsOf(job),
  }
}

/** Who was analysed: the first stored box that somebody can see. */
function cropOf(job: Job, player: string, urls: Urls): Crop | null {
  for (const selection of job.target.selections) {
    const frame = matchFrame(job.frames, selection)?.frame
    if (frame === undefined || !hasPicture(frame)) continue
    const crop = toCrop(job.id, frame, selection.box, urls, `${player}, as the target was set`)
    if (crop !== null) return crop
  }
  return null
}
