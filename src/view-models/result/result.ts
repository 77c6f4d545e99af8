import type { Job } from '../../domain/job/job.ts'
import type { Measure } from '../../domain/result/measure.ts'
import type { Quotation } from '../../domain/result/quotations.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import { foreignText } from '../../domain/text/foreign-text.ts'
import { readableName } from '../../domain/text/readable-name.ts'
import type { Notice } from '../../domain/words/warnings.ts'
import type { Urls } from '../../urls.ts'
import { type Connection, type News, newsConnection, newsOf } from '../connection.ts'
import { cutWords } from '../cut-words.ts'
import { listed } from '../format.ts'
import { type ClipView, type StandingOf, toClips, type UnlistedClips, unlistedOf } from './clips.ts'
import { playerLabel } from './player-label.ts'
import type { ReportView } from './report.ts'
import { type StateView, toState } from './state.ts'
import { type CellView, hasRadar, type PartView, toCell, toParts } from './table.ts'

type RowView = Pick<Measure, 'group' | 'label' | 'range' | 'sample' | 'meaning'> & CellView

/** Exactly what `views/fragments/result/result.eta` prints. */
export interface ResultView {
  /** The level of the fragment's headings: 2 on the result page, 3 inside the job page. */
  level: 2 | 3
  /** The table's series: the player. */
  player: string
  state: StateView
  /** The few numbers that stand first. */
  headline: { label: string; number: string; unit: string }[]
  parts: PartView<RowView>[]
  radar: { script: string; chart: string } | null
  /** Names of what the service measured or could measure and does not show. */
  withheld: string[]
  /** What needs the analyst, and what is a limit of every run. */
  notices: Notice[]
  limits: Notice[]
  quotations: Quotation[]
  clips: ClipView[]
  /** `2 clips`, and the places where they are, which `FRAME_SOURCES` does not list. */
  unlistedClips: UnlistedClips | null
  /** What is left out: `cutWords`. */
  cut: string | null
  downloads: { csv: string; json: string } | null
}

export function toResult(
  job: Job,
  reading: ResultReading,
  urls: Urls,
  level: ResultView['level'] = 2,
  standing?: StandingOf,
): ResultView {
  const measures = 'measures' in reading ? reading.measures : []
  const notices = 'notices' in reading ? reading.notices : []
  const finished = 'measures' in reading
  const clips = finished ? toClips(job, urls, standing) : []
  return {
    level,
    player: playerLabel(job),
    state: toState(job, reading),
    headline: headline(measures),
    parts: toParts(measures.map(row)),
    radar: hasRadar(measures)
      ? { script: urls.asset('js/radar.js'), chart: urls.asset('vendor/chart.js') }
      : null,
    withheld: 'measures' in reading ? withheldNames(reading) : [],
    notices: notices.filter(({ tone }) => tone !== 'info'),
    limits: notices.filter(({ tone }) => tone === 'info'),
    quotations: finished ? reading.quotations : [],
    clips,
    unlistedClips: unlistedOf(clips),
    cut: cutWords('cuts' in reading ? reading.cuts : [], level === 2 ? job.cuts : []),
    downloads: finished ? { csv: urls.resultCsv(job.id), json: urls.resultJson(job.id) } : null,
  }
}

function row(measure: Measure): RowView {
  const { group, label, range, sample, meaning } = measure
  return { group, label, range, sample, meaning, ...toCell(measure) }
}

/** Exactly what `views/pages/result.eta` prints beside the layout's own. */
export interface ResultPage {
  title: string
  heading: string
  /** Team, role and category, as far as they are known. */
  about: string
  job: string
  compare: string
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
): ResultPage {
  const player = playerLabel(job)
  return {
    title: `Result of ${player}`,
    heading: `Result of ${player}`,
    about: listed([job.player.teamName, job.role, job.category], ' · '),
    job: urls.job(job.id),
    compare: urls.compare([job.id]),
    printScript: urls.asset('js/print.js'),
    result: toResult(job, reading, urls, 2, standing),
    report,
    connection: newsConnection(urls, job.id),
    news: newsOf(job),
  }
}

/** The scores; where there are none, how far the tracking can be trusted. */
function headline(measures: Measure[]): ResultView['headline'] {
  const first = (keys: (measure: Measure) => boolean) =>
    measures.filter((measure) => measure.value !== null && keys(measure))
  const scores = first(({ group }) => group === 'scores')
  const chosen = scores.length > 0 ? scores : first(({ key }) => TRACKING_HEADLINE.includes(key))
  return chosen.map(({ label, text, unit }) => ({ label, number: text, unit }))
}

const TRACKING_HEADLINE = ['tracking_quality_index', 'coverage_pct', 'samples_used']

function withheldNames(reading: Extract<ResultReading, { kind: 'withheld' | 'rated' }>): string[] {
  const rows = reading.measures.filter(({ text }) => text === 'withheld')
  const labels = [
    ...rows.map(({ label }) => label),
    ...reading.takenOut.map((name) => readableName(foreignText(name) ?? '')),
  ]
  const skills = reading.kind === 'withheld' && labels.length > 0 ? ['Skills (radar)'] : []
  return [...labels, ...skills]
}
