import type { Job } from '../domain/job/job.ts'
import type { Urls } from '../urls.ts'
import type { ClubList } from './club/list.ts'
import type { LiveConnection } from './connection.ts'
import { type CreateForm, toCreateForm } from './create-form.ts'
import type { ArchiveInput } from './matches.ts'
import { type PageModel, page } from './page.ts'
import type { Problem } from './problem/problem.ts'
import { type RecentJob, type RecentJobs, toRecentJobs } from './recent-jobs.ts'

/** `views/pages/home.eta`. */
export interface HomePage extends PageModel {
  demo: boolean
  problem: Problem | null
  openAction: string
  /** Null if the reader may make no job. */
  create: CreateForm | null
  recent: RecentJobs
  /** The club's list; null if there is none at present: the page then shows this browser's jobs. */
  list: ClubList | null
  /** True if there should be a list, but its database does not answer. */
  listAway: boolean
  /** What "Next waiting job" says if it found no job; else null. */
  noNext: string | null
  /** Null if no service is set. */
  connection: LiveConnection | null
}

const ALL_TAKEN =
  'No job is left for you: each waiting job is open already, or somebody was just sent to it.'

/** `values` refill the form after a problem; `demo` says that the matches are simulated. */
export function toHomePage(input: {
  urls: Urls
  recent: RecentJob[]
  list?: ClubList | null
  listAway?: boolean
  /** True if jobs wait, but other people have each of them open. */
  allTaken?: boolean
  values: Partial<Record<string, string>>
  /** The job whose video the form uses, if it could be read. */
  owner?: { id: string; job: Job | null } | null
  archive?: ArchiveInput | null
  problem: Problem | null
  demo: boolean
  /** True if a service is set, so that there are changes to follow. */
  connected: boolean
  /** True if the reader may look but not act. */
  readOnly?: boolean
}): HomePage {
  const { urls, problem, demo, owner = null, archive = null, readOnly = false } = input
  const recent = toRecentJobs({ urls, recent: input.recent, readOnly })
  return {
    ...page(urls, 'Jobs', {
      sheet: 'home',
      scripts: input.list ? ['js/notify.js', 'js/ticks.js'] : [],
      failed: problem !== null,
    }),
    demo,
    problem,
    openAction: urls.openJob(),
    create: readOnly
      ? null
      : toCreateForm({ urls, values: input.values, owner, archive, isNew: problem === null }),
    recent,
    list: input.list ?? null,
    listAway: input.listAway ?? false,
    noNext: input.allTaken ? ALL_TAKEN : null,
    connection: input.connected ? connectionOf(urls, input.list ?? null) : null,
  }
}

function connectionOf(urls: Urls, list: ClubList | null): LiveConnection {
  if (list !== null) return list.connection
  return {
    streamHref: urls.recentJobsStream(),
    askHref: urls.recentJobs(),
    shown: 'recent-jobs',
    script: 'js/live/follow-runs.js',
  }
}
