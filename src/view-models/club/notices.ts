import type { DeadNotice, NoticeBody } from '../../domain/club/notice.ts'
import type { Urls } from '../../urls.ts'
import { type Moment, numberText, pastMoment } from '../format.ts'
import { jobName } from '../job/header.ts'
import { type PageModel, page } from '../page.ts'

interface DeadRow {
  id: string
  jobId: string
  jobHref: string
  /** `Finished` or `Failed`. */
  what: string
  /** The player's name, or words if it is not known. */
  name: string
  /** The receiver; null if the settings no longer name it. */
  to: string | null
  made: Moment | null
  died: Moment | null
  tries: string
  why: string
  /** Where the notice is sent again; null if the settings no longer name its receiver. */
  again: string | null
}

/** `views/pages/notices.eta`: what became of the notices that runs have ended. */
export interface NoticesPage extends PageModel {
  receivers: readonly string[]
  /** `3 wait to be sent. 120 were delivered in the last 30 days. 2 were given up.` */
  standing: string
  dead: readonly DeadRow[]
  /** True if more notices were given up than are shown. */
  more: boolean
}

export function toNoticesPage(
  urls: Urls,
  labels: ReadonlyMap<string, string>,
  {
    dead,
    counts,
  }: { dead: readonly DeadNotice[]; counts: Record<'waiting' | 'delivered' | 'dead', number> },
  now: number,
): NoticesPage {
  return {
    ...page(urls, 'Notices'),
    receivers: [...labels.values()],
    standing: [
      counts.waiting === 1
        ? '1 waits to be sent.'
        : `${numberText(counts.waiting)} wait to be sent.`,
      `${were(counts.delivered)} delivered in the last 30 days.`,
      `${were(counts.dead)} given up in the last 90 days.`,
    ].join(' '),
    dead: dead.map((notice) => toRow(urls, labels, notice, now)),
    more: counts.dead > dead.length,
  }
}

function toRow(
  urls: Urls,
  labels: ReadonlyMap<string, string>,
  { id, jobId, hook, body, madeAt, diedAt, tries, why }: DeadNotice,
  now: number,
): DeadRow {
  const to = labels.get(hook) ?? null
  const { type, data } = JSON.parse(body) as NoticeBody
  return {
    id,
    jobId,
    jobHref: urls.job(jobId),
    what: type === 'job.failed' ? 'Failed' : 'Finished',
    name: jobName({ player: { playerName: data.player_name, teamName: null, shirtNumber: null } }),
    to,
    made: pastMoment(madeAt, now),
    died: pastMoment(diedAt, now),
    tries: tries === 1 ? 'once' : `${numberText(tries)} times`,
    why,
    again: to === null ? null : urls.sendAgain(id),
  }
}

function were(count: number): string {
  return count === 1 ? '1 was' : `${numberText(count)} were`
}
