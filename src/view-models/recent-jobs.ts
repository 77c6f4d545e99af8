import { hasEnded, isActive, isMoving, runPercent } from '../domain/job/flow.ts'
import type { Job } from '../domain/job/job.ts'
import { joinDigests } from '../domain/job/live-state.ts'
import { seenOfJob } from '../domain/job/seen.ts'
import { hasResult } from '../domain/result/missing.ts'
import type { Urls } from '../urls.ts'
import { listed, type Moment, pastMoment } from './format.ts'
import { anotherHref, jobName, numberBeside } from './job/header.ts'
import { runName } from './job/run-name.ts'
import { type Standing, stageWords, standingOf } from './job/stages.ts'

/** A job that this browser opened lately. */
export interface RecentJob {
  id: string
  /** The title that the browser remembers, for a job that cannot be read now. */
  title?: string | null
  job: Job | null
  /** Why it cannot be read now, in words. */
  unavailable: string | null
}

/** `views/fragments/recent-jobs.eta`. */
export interface RecentJobs {
  items: RecentItem[]
  /** The digest of what is shown. */
  seen: string
  /** True if nothing more changes by itself. */
  ended: boolean
  /** True if a job changes without the analyst. */
  moving: boolean
  pageHref: string
  /** Where ticked jobs are compared, and how many can be ticked. */
  compareHref: string
  comparable: number
}

interface RecentItem {
  id: string
  href: string
  title: string
  subtitle: string
  standing: Standing | null
  /** The stage and the percentage, while the job runs. */
  stage: string | null
  pct: number | null
  /** Identifies the run that `pct` belongs to. */
  run: string
  updated: Moment | null
  unavailable: string | null
  /** The form of a new job with the same video; null if no new job can name it. */
  anotherHref: string | null
  /** True if the job has a result, so that it can be ticked. */
  comparable: boolean
}

export function toRecentJobs(input: {
  urls: Urls
  recent: RecentJob[]
  now?: number
  /** True if the reader may look but not act. */
  readOnly?: boolean
}): RecentJobs {
  const { urls, recent, now = Date.now(), readOnly = false } = input
  const moving = recent.some(({ job }) => job !== null && isMoving(job, null, now))
  const items = recent.map((entry) => toItem(entry, urls, now, readOnly))
  return {
    items,
    seen: joinDigests(recent.map(({ job }) => job && seenOfJob(job))),
    ended: !recent.some(({ job }) => job !== null && !hasEnded(job)),
    moving,
    pageHref: urls.home(),
    compareHref: urls.compare(),
    comparable: items.filter(({ comparable }) => comparable).length,
  }
}

function toItem(
  { id, title, job, unavailable }: RecentJob,
  urls: Urls,
  now: number,
  readOnly: boolean,
): RecentItem {
  const comparable = job !== null && hasResult(job)
  const named = { title: title || 'Job', subtitle: '', run: '' }
  const another = job && anotherHref(job, urls, { readOnly })
  const item = {
    ...{ id, href: urls.job(id), anotherHref: another },
    ...named,
    unavailable,
    comparable,
  }
  if (job === null) return { ...item, standing: null, stage: null, pct: null, updated: null }
  return {
    ...item,
    title: jobName(job),
    subtitle: listed([job.player.teamName, numberBeside(job), job.role, job.category]),
    standing: standingOf(job, null, now),
    stage: isActive(job) ? stageWords(job.progress.step) : null,
    pct: isActive(job) ? runPercent(job) : null,
    run: runName(job),
    updated: pastMoment(job.progress.updatedAt ?? job.updatedAt, now),
  }
}
