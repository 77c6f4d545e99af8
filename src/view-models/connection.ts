import type { Job } from '../domain/job.ts'
import { hasEnded } from '../domain/job-flow.ts'
import { newsDigest } from '../domain/live-state.ts'
import type { Urls } from '../urls.ts'

/** `views/fragments/connection.eta`: how a page hears of changes. Both addresses take `?seen=`. */
export interface Connection {
  streamHref: string
  /** Where the page asks while it has no stream. */
  askHref: string
  /** The id of the element that changes; it carries the digest of what it shows. */
  shown: string
}

/** `views/fragments/news.eta`: that the job is no longer the one that the page was made from. */
export interface News {
  seen: string
  ended: boolean
  changed: boolean
}

/** Of a page that shows a job and does not follow it: a frame, a result. */
export function newsConnection(urls: Urls, jobId: string): Connection {
  return { streamHref: urls.newsStream(jobId), askHref: urls.news(jobId), shown: 'news' }
}

/** Of such a page when it is made. */
export function newsOf(job: Job): News {
  const seen = newsDigest(job.status, job.progress.step, job.liveDigest)
  return { seen, ended: hasEnded(job), changed: false }
}
