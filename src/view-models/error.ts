import type { Urls } from '../urls.ts'
import { type PageModel, page } from './page.ts'
import type { Problem } from './problem.ts'

/** `views/pages/error.eta` and `views/fragments/error.eta`: an answer that no other page can give. */
export interface ErrorPage extends PageModel {
  heading: string
  problem: Problem
}

export function toErrorPage({ urls, problem }: { urls: Urls; problem: Problem }): ErrorPage {
  const heading = HEADINGS[problem.status] ?? 'This did not work'
  return { ...page(urls, heading, { failed: true }), heading, problem }
}

const HEADINGS: Record<number, string> = {
  400: 'The request cannot be read',
  403: 'Not allowed',
  404: 'Not found',
  429: 'Too many requests',
  500: 'Something failed',
  502: 'The service cannot be reached',
  503: 'Not available',
  504: 'The service did not answer',
}
