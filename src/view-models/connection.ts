import { hasEnded } from '../domain/job/flow.ts'
import type { Job } from '../domain/job/job.ts'
import { joinDigests, newsDigest } from '../domain/job/live-state.ts'
import { seenOf } from '../domain/job/seen.ts'
import type { Urls } from '../urls.ts'

/** `views/fragments/connection.eta`: how a page hears of changes. Both addresses take `seen=`. */
export interface LiveConnection {
  streamHref: string
  /** Where the page asks while it has no stream. */
  askHref: string
  /** The id of the element that changes; it carries the digest of what it shows. */
  shown: string
  /** The script that listens for changes. */
  script: 'js/live/follow-news.js' | 'js/live/follow-runs.js'
  /** True if `static/js/app.js` loads this script later, and not the page's head. */
  isLate?: boolean
}

/** `views/fragments/news.eta`: says that the page is no longer up to date. */
export interface News {
  /** What may have changed, as the subject of a sentence. */
  subject: 'This job' | 'One of these jobs'
  seen: string
  ended: boolean
  changed: boolean
}

/** The connection of a page that shows a job but does not update itself: a frame or a result. */
export function newsConnection(urls: Urls, jobId: string): LiveConnection {
  return {
    streamHref: urls.newsStream(jobId),
    askHref: urls.news(jobId),
    shown: 'news',
    script: 'js/live/follow-news.js',
  }
}

/** What `views/fragments/news.eta` says on such a page at first: that nothing has changed. */
export function newsOf(job: Job): News {
  const state = newsDigest(job.status, job.progress.step, job.liveDigest)
  const seen = seenOf(state, job.namesDigest)
  return { subject: 'This job', seen, ended: hasEnded(job), changed: false }
}

/** The connection of the page that compares jobs. */
export function compareConnection(urls: Urls, ids: string[]): LiveConnection {
  return {
    streamHref: urls.compareNewsStream(ids),
    askHref: urls.compareNews(ids),
    shown: 'news',
    script: 'js/live/follow-news.js',
  }
}

/** The news on that page when it is made. A job that could not be read is null. */
export function newsOfAll(jobs: readonly (Job | null)[]): News {
  const news = jobs.map((job) => job && newsOf(job))
  return {
    subject: 'One of these jobs',
    seen: joinDigests(news.map((one) => one?.seen ?? null)),
    ended: news.every((one) => one?.ended === true),
    changed: false,
  }
}
