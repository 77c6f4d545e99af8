import type { Job } from '../../domain/job/job.ts'
import { doubtsOf } from '../../domain/result/comparability.ts'
import { timelineOf } from '../../domain/result/files/timeline.ts'
import type { Urls } from '../../urls.ts'
import { compareConnection, type LiveConnection, type News, newsOfAll } from '../connection.ts'
import { cutWords } from '../cut-words.ts'
import { listed } from '../format.ts'
import type { LinksPart } from '../links/links.ts'
import type { SharedPart } from '../links/shared-part.ts'
import type { RecentJob } from '../recent-jobs.ts'
import { type CohortView, toCohortOfSeveral } from './cohort.ts'
import { toRadars } from './compare-radars.ts'
import { type ComparedResult, type ComparedRowView, rowsOf } from './compared/rows.ts'
import { distinctLabels, playerLabel } from './player-label.ts'
import type { RadarView } from './radar.ts'
import { linksWith } from './result-page.ts'
import { toState } from './state.ts'
import { type PartView, toParts } from './table.ts'

/** A radar with more lines than this cannot be read. */
export const MAX_COMPARED = 4

/** Exactly what `views/pages/compare.eta` prints beside the layout's own. */
export interface ComparePage {
  title: string
  heading: string
  /** What speaks against comparing these players; said first. */
  doubts: string[]
  /** One column for each job. `state` says how the run ended; `without` leads to the page without this job. */
  jobs: {
    id: string
    label: string
    about: string
    state: string
    /** Null on the page of a link, as `without` is. */
    result: string | null
    without: string | null
  }[]
  /** Jobs that could not be read, and why: they have no column. */
  missing: { id: string | null; why: string; without: string | null }[]
  /** The ids of all jobs, for the form that adds another job. */
  ids: string[]
  parts: PartView<ComparedRowView>[]
  /** With whom each player is compared in the club; null if there is nothing to say. */
  cohort: CohortView | null
  /** One radar for each kind of role: axes of different roles are not laid over each other. */
  radars: RadarView[]
  /** The CSV is null if nobody has a number. The XML is null if nobody has a clip or presence with a time. */
  downloads: { csv: string | null; xml: string | null }
  /** Null where no job is shown. */
  connection: LiveConnection | null
  news: News | null
  /** The form that adds jobs; null where no more fit. `recent` are the jobs that this browser opened last. */
  add: { action: string; recent: { id: string; label: string; about: string }[] } | null
  cut: string | null
  /** How many of the chosen jobs are not compared, because there were too many. */
  leftOut: number
  /** `text`: typed text that is no job id, shown again in its field. `faults`: what is wrong with it. */
  typed: { text: string | null; faults: string[] }
  /** Links for the coach; null where the reader may make none. */
  links: LinksPart | null
  /** What the page of a link says of itself; null on every other page. */
  shared: SharedPart | null
}

interface Missing {
  id: string
  /** Why the job cannot be read, in words. */
  unavailable: string
}

/** What the page shows beside the jobs: other jobs to choose, and ids that cannot be used. */
interface Beside {
  recent?: readonly RecentJob[]
  leftOut?: number
  notIds?: readonly string[]
  twice?: readonly string[]
  links?: LinksPart | null
}

/** The numbers of up to four jobs side by side; jobs beyond the fourth are left out. */
export function toComparePage(
  jobs: readonly (ComparedResult | Missing)[],
  urls: Urls,
  { recent = [], leftOut = 0, notIds = [], twice = [], links = null }: Beside = {},
): ComparePage {
  const shown = jobs.slice(0, MAX_COMPARED)
  const compared = shown.filter((entry) => 'job' in entry)
  const labels = distinctLabels(compared.map(({ job }) => job))
  const ids = shown.map((entry) => ('job' in entry ? entry.job.id : entry.id))
  const without = (gone: string) => urls.compare(ids.filter((id) => id !== gone))
  const players = compared.map(({ job, reading }, index) => ({
    label: labels[index] ?? '',
    role: job.role,
    measures: 'measures' in reading ? reading.measures : [],
  }))
  const parts = toParts(rowsOf(compared))
  const haveResults =
    ids.length > 0 &&
    compared.length === ids.length &&
    compared.every(({ reading }) => 'measures' in reading)
  return {
    title: 'Compare players',
    heading: 'Compare players',
    doubts: doubtsOf(compared),
    jobs: compared.map(({ job, reading }, index) => ({
      id: job.id,
      label: labels[index] ?? '',
      about: aboutOf(job),
      state: toState(job, reading).title.replace(/\.$/, ''),
      result: urls.result(job.id),
      without: without(job.id),
    })),
    missing: shown
      .filter((entry) => 'unavailable' in entry)
      .map(({ id, unavailable }) => ({ id, why: unavailable, without: without(id) })),
    ids,
    parts,
    cohort:
      parts.length === 0
        ? null
        : toCohortOfSeveral(compared.map((one, index) => ({ ...one, label: labels[index] ?? '' }))),
    radars: toRadars(players, urls),
    downloads: downloadsOf(compared, parts.length > 0, urls),
    connection: ids.length === 0 ? null : compareConnection(urls, ids),
    news: newsOfAll(shown.map((entry) => ('job' in entry ? entry.job : null))),
    add:
      ids.length < MAX_COMPARED ? { action: urls.compare(), recent: addable(recent, ids) } : null,
    cut: cutWords(...compared.map(({ reading }) => ('cuts' in reading ? reading.cuts : []))),
    leftOut,
    typed: {
      text: notIds[0] ?? null,
      faults: [
        ...notIds.map((text) => `“${text}” is not a job id. Paste the id or the page’s address.`),
        ...twice.map((id) => `Job ${id} is compared already.`),
      ],
    },
    links: links && linksWith(links, haveResults),
    shared: null,
  }
}

/** Names only the jobs that have a column, because a file is made of all its jobs or not at all. */
function downloadsOf(compared: readonly ComparedResult[], hasRows: boolean, urls: Urls) {
  const ids = compared.map(({ job }) => job.id)
  const isTimed = compared.some(({ job, reading }) => timelineOf(job, reading, '') !== null)
  return {
    csv: hasRows ? urls.compareCsv(ids) : null,
    xml: isTimed ? urls.compareXml(ids) : null,
  }
}

const aboutOf = (job: Job) => listed([job.player.teamName, job.role, job.category])

/** Recent jobs with a result that are not compared yet. */
function addable(recent: readonly RecentJob[], ids: readonly string[]) {
  return recent.flatMap(({ id, job }) => {
    if (job === null || ids.includes(id)) return []
    if (job.status !== 'COMPLETED' && job.status !== 'PARTIAL') return []
    return [{ id, label: playerLabel(job), about: aboutOf(job) }]
  })
}
