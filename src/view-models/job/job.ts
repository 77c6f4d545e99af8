import type { ClubOfJob } from '../club/of-job.ts'
import type { LiveConnection } from '../connection.ts'
import { type PageModel, page } from '../page.ts'
import { type Flow, type FlowInput, toFlow } from './flow.ts'

/** `views/pages/job.eta`. */
export interface JobPage extends PageModel {
  flow: Flow
  /** What the club knows of the job; null if there is no list at present. */
  club: ClubOfJob | null
  connection: LiveConnection
}

const REFRESH_SEC = 5

export function toJobPage(input: FlowInput, club: ClubOfJob | null = null): JobPage {
  const { urls, flow } = toFlow(input)
  // A refresh would take the problem off the page before it is read.
  const refreshes = flow.moving && flow.problem === null
  return {
    ...page(urls, '', {
      sheet: 'job',
      scripts: ['js/job-page.js', 'js/drafts.js', ...(club === null ? [] : ['js/notify.js'])],
      status: flow.status,
      refresh: refreshes ? { sec: REFRESH_SEC, href: urls.again(urls.job(input.job.id)) } : null,
    }),
    title: flow.title,
    flow,
    club,
    connection: {
      streamHref: urls.stream(input.job.id),
      askHref: urls.live(input.job.id),
      shown: 'flow',
      script: 'js/live/follow-runs.js',
    },
  }
}
