import type { ListedJob } from '../../domain/club/listed-job.ts'
import type { Visit } from '../../domain/club/visit.ts'
import { explainCodes, withoutGuard } from '../../domain/words/warnings.ts'
import type { Urls } from '../../urls.ts'
import { isolated, listed, type Moment, pastMoment } from '../format.ts'
import { jobName, numberBeside } from '../job/header.ts'
import type { Standing } from '../job/stages.ts'
import { listedStanding } from './standing.ts'

/** A row of the list. */
export interface ClubItem {
  id: string
  href: string
  title: string
  subtitle: string
  standing: Pick<Standing, 'label' | 'tone'>
  /** The progress of a run, 0 to 100. */
  pct: number | null
  /** The most serious warning in words, and how many more there are; null if there is none. */
  warnings: string | null
  /** Who acted last, or who created it. */
  by: string | null
  since: Moment | null
  /** Who has the job open; null if nobody has. */
  here: string | null
  /** The link to the next step. */
  next: { label: string; href: string } | null
  anotherHref: string | null
  /** True if the job has a result, so that it can be ticked. */
  comparable: boolean
  /** Where the job is taken off the list; null while the service knows the job. */
  takeOff: string | null
}

export function toClubItem(
  job: ListedJob,
  visits: readonly Visit[],
  urls: Urls,
  now: number,
  readOnly: boolean,
): ClubItem {
  const { jobId: id, gone } = job
  const { playerName, teamName, shirtNumber } = job
  const player = { playerName, teamName, shirtNumber }
  return {
    id,
    href: urls.job(id),
    title: jobName({ player }),
    subtitle: listed([teamName, numberBeside({ player }), job.role, job.category, job.video]),
    standing: listedStanding(job),
    pct: gone ? null : job.percent,
    warnings: warningWords(job.warnings),
    by: personWords(job),
    since: pastMoment(job.since, now),
    here: hereWords(visits.filter(({ jobId }) => jobId === id)),
    next: gone ? null : nextStep(job, urls, readOnly),
    anotherHref: job.reusable && !readOnly && !gone ? urls.anotherPlayer(id) : null,
    comparable: !gone && job.state === 'finished' && job.outcome !== 'result-missing',
    takeOff: gone && !readOnly ? urls.takeOff(id) : null,
  }
}

function warningWords(codes: readonly string[]): string | null {
  const [first, ...rest] = explainCodes(withoutGuard(codes))
  if (first === undefined) return null
  return rest.length === 0 ? first.title : `${first.title}, and ${rest.length} more`
}

function personWords({ actedBy, createdBy }: ListedJob): string | null {
  if (actedBy !== null) return `last changed by ${isolated(actedBy)}`
  return createdBy === null ? null : `created by ${isolated(createdBy)}`
}

/** Counts a person once: one person may have the job open through several replicas. */
function hereWords(visits: readonly Visit[]): string | null {
  const names = [...new Set(visits.flatMap(({ name }) => name ?? []))].map(isolated)
  const unnamed = new Set(visits.filter(({ name }) => name === null).map(({ key }) => key)).size
  const [first, second, ...more] = names
  if (first === undefined) {
    return unnamed === 0 ? null : `Open in ${unnamed === 1 ? 'a browser' : `${unnamed} browsers`}`
  }
  if (second === undefined) return `${first} is here`
  return more.length === 0
    ? `${first} and ${second} are here`
    : `${first} and ${names.length - 1} more are here`
}

const STEPS: Partial<Record<ListedJob['step'], string>> = {
  player: 'Choose',
  target: 'Confirm',
  start: 'Start',
}

function nextStep(job: ListedJob, urls: Urls, readOnly: boolean): ClubItem['next'] {
  if (job.state === 'finished') return { label: 'Result', href: urls.result(job.jobId) }
  const label = STEPS[job.step]
  if (job.state !== 'waiting' || label === undefined || readOnly) return null
  return { label, href: `${urls.job(job.jobId)}#${job.step}` }
}
