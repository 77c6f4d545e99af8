import type { ClubOfResult } from '../../domain/club/of-result.ts'
import type { SourceStandingOf } from '../../domain/images/frame-source.ts'
import type { Job } from '../../domain/job/job.ts'
import { type Measure, meaningOf } from '../../domain/result/measure.ts'
import type { Quotation } from '../../domain/result/quotations.ts'
import type { ResultReading } from '../../domain/result/result.ts'
import { foreignText } from '../../domain/text/foreign-text.ts'
import { readableName } from '../../domain/text/readable-name.ts'
import type { Explanation } from '../../domain/words/warnings.ts'
import type { Urls } from '../../urls.ts'
import { cutWords } from '../cut-words.ts'
import { listed, moment } from '../format.ts'
import { type ClipsView, toClipsView } from './clips.ts'
import {
  type ClubCell,
  type CohortView,
  clubColumn,
  ringsWords,
  toClubCell,
  toCohort,
  toRings,
} from './cohort.ts'
import { type Downloads, resultFile, toDownloads } from './downloads.ts'
import { type ExtrasView, toExtras } from './extras.ts'
import { type GroupView, toGroups } from './groups.ts'
import { type Headline, toHeadline } from './headline.ts'
import { playerLabel } from './player-label.ts'
import { type RadarView, toRadar } from './radar.ts'
import { toSentence } from './sentence.ts'
import { type SkillsView, toSkills } from './skills.ts'
import { type StateView, toState } from './state.ts'
import { type CellView, type PartView, toCell, toParts } from './table.ts'
import { type TrustView, toTrust } from './trust.ts'

type RowView = Pick<Measure, 'group' | 'label' | 'range' | 'sample' | 'meaning'> &
  CellView & { club: ClubCell | null }

/** Exactly what `views/fragments/result/result.eta` prints. */
export interface ResultView {
  state: StateView
  sentence: string
  /** The few numbers that are shown first. */
  headline: Headline
  radar: RadarView | null
  skills: SkillsView | null
  cohort: CohortView | null
  trust: TrustView | null
  clips: ClipsView
  extras: ExtrasView | null
  groups: GroupView[]
  /** The table "Result" with all measures. */
  parts: PartView<RowView>[]
  rows: number
  /** The head of the club's column; null if there is no such column. */
  clubColumn: string | null
  /** Names of what the service measured or could measure and does not show. */
  withheld: string[]
  /** What needs the analyst, and what is a limit of every run. */
  notices: Explanation[]
  limits: Explanation[]
  quotations: Quotation[]
  /** What is left out: `cutWords`. */
  cut: string | null
  downloads: Downloads | null
}

export function toResult(
  job: Job,
  reading: ResultReading,
  urls: Urls,
  standing?: SourceStandingOf,
  club: ClubOfResult | null = null,
): ResultView {
  const measures = 'measures' in reading ? reading.measures : []
  const notices = 'notices' in reading ? reading.notices : []
  const finished = 'measures' in reading
  return {
    state: toState(job, reading),
    sentence: toSentence(job, reading),
    headline: toHeadline(reading),
    radar: radarOf(job, measures, urls, club),
    skills: toSkills(measures, club),
    cohort: toCohort(job, club),
    trust: finished ? toTrust(reading, playerLabel(job)) : null,
    clips: toClipsView(job, reading, urls, standing),
    extras: finished ? toExtras(reading.extras, job) : null,
    groups: toGroups(measures),
    parts: toParts(measures.map((measure) => row(measure, club))),
    rows: measures.length,
    clubColumn: clubColumn(club),
    withheld: finished ? withheldNames(reading) : [],
    notices: notices.filter(({ tone }) => tone !== 'info'),
    limits: notices.filter(({ tone }) => tone === 'info'),
    quotations: finished ? reading.quotations : [],
    cut: cutWords('cuts' in reading ? reading.cuts : [], finished ? job.cuts : []),
    downloads: toDownloads(job, reading, urls),
  }
}

function radarOf(
  job: Job,
  measures: readonly Measure[],
  urls: Urls,
  club: ClubOfResult | null,
): RadarView | null {
  const skills = measures.filter(({ group }) => group === 'skills')
  const player = playerLabel(job)
  const series = [{ label: player, values: skills.map(({ value }) => value) }]
  const axes = skills.map(({ label }) => label)
  const about = listed([job.player.teamName, job.role, job.source.match], ' · ')
  const rings = toRings(skills, club)
  const saved = {
    png: resultFile(job, 'radar', 'png'),
    heading: [
      player,
      about,
      listed([moment(job.updatedAt)?.text ?? null, `job ${job.id}`], ' · '),
      `Sample: ${skills[0]?.sample ?? 'not stated'}`,
      ringsWords(rings, club) ?? '',
    ],
  }
  return toRadar(axes, series, urls, saved, 'radar', rings)
}

function row(measure: Measure, club: ClubOfResult | null): RowView {
  const { group, label, range, sample } = measure
  return {
    group,
    label,
    range,
    sample,
    meaning: meaningOf(measure),
    ...toCell(measure),
    club: toClubCell(measure, club),
  }
}

function withheldNames(reading: Extract<ResultReading, { kind: 'withheld' | 'rated' }>): string[] {
  const rows = reading.measures.filter(({ text }) => text === 'withheld')
  const labels = [
    ...rows.map(({ label }) => label),
    ...reading.takenOut.map((name) => readableName(foreignText(name) ?? '')),
  ]
  const skills = reading.kind === 'withheld' && labels.length > 0 ? ['Skills (radar)'] : []
  return [...labels, ...skills]
}
