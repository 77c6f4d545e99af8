import type { Box } from '../../contracts/box.ts'
import type { ClubOfResult } from '../../domain/club/of-result.ts'
import { matchFrame } from '../../domain/frames/frame-matching.ts'
import { knownSize } from '../../domain/frames/frame-size.ts'
import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import type { SourceStandingOf } from '../../domain/images/frame-source.ts'
import type { StoredImage } from '../../domain/images/stored-image.ts'
import type { Frame, Job } from '../../domain/job/job.ts'
import { ABLE, type ServiceFacts } from '../../domain/job/service-facts.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import type { Urls } from '../../urls.ts'
import { type NoteView, toNotes } from '../club/of-job.ts'
import { type LiveConnection, type News, newsConnection, newsOf } from '../connection.ts'
import { listed, type Moment, moment } from '../format.ts'
import { type Crop, toCrop } from '../frame/picture.ts'
import { anotherHref } from '../job/header.ts'
import type { LinksPart } from '../links/links.ts'
import type { SharedPart } from '../links/shared-part.ts'
import { playerLabel } from './player-label.ts'
import type { ReportView } from './report.ts'
import { type ResultView, toResult } from './result.ts'

/** Exactly what `views/pages/result.eta` prints beside the layout's own. */
export interface ResultPage {
  title: string
  heading: string
  /** Team, role, category and match, as far as they are known. */
  about: string
  /** The player as the target shows them; null if there is no such picture. */
  crop: Crop | null
  /** When the service wrote the result. */
  updated: Moment | null
  /** Null on the page of a link, as `job`, `compare` and `another` are. */
  id: string | null
  job: string | null
  compare: string | null
  /** The form of a new job with the same video; null if no new job can name it. */
  another: string | null
  printScript: string
  result: ResultView
  report: ReportView | null
  connection: LiveConnection | null
  news: News | null
  /** Links for the coach; null where the reader may make none. */
  links: LinksPart | null
  /** What the page of a link says of itself; null on every other page. */
  shared: SharedPart | null
  notes: NoteView[]
}

/** `report` is null where the service has no reports. */
export function toResultPage(
  job: Job,
  reading: ResultReading,
  urls: Urls,
  report: ReportView | null = null,
  standing?: SourceStandingOf,
  service: Pick<ServiceFacts, 'readOnly'> = ABLE,
  links: LinksPart | null = null,
  club: ClubOfResult | null = null,
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
    result: toResult(job, reading, urls, standing, club),
    report,
    notes: toNotes(club?.notes ?? []),
    connection: newsConnection(urls, job.id),
    news: newsOf(job),
    links: links && linksWith(links, 'measures' in reading),
    shared: null,
  }
}

/** The picture of the analysed player: the first stored box whose frame has a picture. */
export function targetPicture(job: Job): { frame: Frame; image: StoredImage; box: Box } | null {
  for (const selection of job.target.selections) {
    const frame = matchFrame(job.frames, selection)?.frame
    if (frame === undefined || !hasPicture(frame)) continue
    const { image } = frame
    if (image !== null && knownSize(frame) !== null) return { frame, image, box: selection.box }
  }
  return null
}

function cropOf(job: Job, player: string, urls: Urls): Crop | null {
  const target = targetPicture(job)
  if (target === null) return null
  return toCrop(job.id, target.frame, target.box, urls, `${player}, as the target was set`)
}

/** Without a result no link is made, but one that was made can be revoked. */
export function linksWith(links: LinksPart, hasResult: boolean): LinksPart | null {
  if (hasResult) return links
  return links.items.length > 0 ? { ...links, form: null } : null
}
