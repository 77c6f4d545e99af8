import type { Job } from '../../domain/job/job.ts'
import type { Measure } from '../../domain/result/measure.ts'
import type { MeasureGroup } from '../../domain/result/measure-kinds.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import type { Urls } from '../../urls.ts'
import { type Connection, compareConnection, type News, newsOfAll } from '../connection.ts'
import { cutWords } from '../cut-words.ts'
import { toRadars } from './compare-radars.ts'
import { playerLabel } from './player-label.ts'
import type { RadarView } from './radar.ts'
import { toState } from './state.ts'
import { type CellView, type PartView, toCell, toParts } from './table.ts'

/** A radar with more lines than this cannot be read. */
export const MAX_COMPARED = 4

type RowView = Pick<Measure, 'group' | 'label' | 'meaning'> & { cells: CellView[] }

/** Exactly what `views/pages/compare.eta` prints beside the layout's own. */
export interface ComparePage {
  title: string
  heading: string
  /** One column each. `state` says how the run ended; `without` leads to the page without this job. */
  jobs: { id: string; label: string; state: string; result: string; without: string }[]
  /** Jobs that could not be read, and why: they have no column. */
  missing: { id: string; why: string; without: string }[]
  /** All of them, for the form that adds another. */
  ids: string[]
  parts: PartView<RowView>[]
  /** One for each kind of role: axes of different roles are not laid over each other. */
  radars: RadarView[]
  /** Null where no job is shown. */
  connection: Connection | null
  news: News
  /** The form that adds a job; null where no more fit. */
  add: string | null
  cut: string | null
}

interface Compared {
  job: Job
  reading: ResultReading
}
interface Missing {
  id: string
  /** In words. */
  unavailable: string
}

/** The numbers of up to four jobs side by side; jobs beyond the fourth are left out. */
export function toComparePage(jobs: readonly (Compared | Missing)[], urls: Urls): ComparePage {
  const shown = jobs.slice(0, MAX_COMPARED)
  const compared = shown.filter((entry) => 'job' in entry)
  const labels = compared.map(({ job }) => playerLabel(job))
  const ids = shown.map((entry) => ('job' in entry ? entry.job.id : entry.id))
  const without = (gone: string) => urls.compare(ids.filter((id) => id !== gone))
  const columns = compared.map(({ reading }) => ({
    measures: new Map('measures' in reading ? reading.measures.map((one) => [one.key, one]) : []),
    withheld: reading.kind === 'withheld',
  }))
  return {
    title: 'Compare players',
    heading: 'Compare players',
    jobs: compared.map(({ job, reading }, index) => ({
      id: job.id,
      label: distinct(labels, index, job),
      state: toState(job, reading).title,
      result: urls.result(job.id),
      without: without(job.id),
    })),
    missing: shown
      .filter((entry) => 'unavailable' in entry)
      .map(({ id, unavailable }) => ({ id, why: unavailable, without: without(id) })),
    ids,
    parts: toParts(sideBySide(columns)),
    radars: toRadars(
      compared.map(({ job, reading }, index) => ({
        label: distinct(labels, index, job),
        role: job.role,
        measures: 'measures' in reading ? reading.measures : [],
      })),
      urls,
    ),
    connection: ids.length === 0 ? null : compareConnection(urls, ids),
    news: newsOfAll(shown.map((entry) => ('job' in entry ? entry.job : null))),
    add: ids.length < MAX_COMPARED ? urls.compare() : null,
    cut: cutWords(...compared.map(({ reading }) => ('cuts' in reading ? reading.cuts : []))),
  }
}

/** Two runs of one player are told apart by the job. */
function distinct(labels: string[], index: number, job: Job): string {
  const label = labels[index]!
  const twice = labels.indexOf(label) !== labels.lastIndexOf(label)
  return twice ? `${label}, job ${job.id.slice(0, 8)}` : label
}

interface Column {
  /** By key. */
  measures: Map<string, Measure>
  /** The evaluation guard took what is missing here from the evaluation's parts. */
  withheld: boolean
}

/** One row for each measure that any of the jobs has, in the order of the first job that has it. */
function sideBySide(columns: Column[]): RowView[] {
  const rows = new Map(columns.flatMap(({ measures }) => [...measures]))
  return [...rows.values()].map(({ key, group, label, meaning }) => ({
    group,
    label,
    meaning,
    cells: columns.map(({ measures, withheld }) => {
      const measure = measures.get(key)
      if (measure !== undefined) return toCell(measure)
      const text = withheld && EVALUATION.has(group) ? 'withheld' : 'not measured'
      return { number: null, text, unit: '' }
    }),
  }))
}

const EVALUATION: ReadonlySet<MeasureGroup> = new Set(['scores', 'skills', 'athletic'])
