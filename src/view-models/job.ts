import { type Flow, type FlowInput, toFlow } from './flow.ts'
import { type PageModel, page } from './page.ts'

/** `views/pages/job.eta`. */
export interface JobPage extends PageModel {
  flow: Flow
}

const REFRESH_SEC = 5

export function toJobPage(input: FlowInput): JobPage {
  const { urls, flow } = toFlow(input)
  return {
    ...page(urls, '', {
      styles: [urls.asset('css/job.css'), urls.asset('css/result.css')],
      status: flow.status,
      // A page that tells of a problem stands at the address of the act.
      refreshSec: flow.liveHref === null || flow.problem !== null ? null : REFRESH_SEC,
    }),
    title: flow.title,
    flow,
  }
}
