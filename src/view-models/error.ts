import type { Urls } from '../urls.ts'
import { type PageModel, page } from './page.ts'
import type { Problem } from './problem.ts'

/** `views/pages/error.eta` and `views/fragments/error.eta`: an answer that no other page can give. */
export interface ErrorPage extends PageModel {
  heading: string
  problem: Problem
}

export interface ErrorInput extends Partial<Problem> {
  urls: Urls
  status: number
  /** The page's heading, such as "Not found". */
  title: string
  /** What happened, in a sentence. */
  message: string
  whatToDo: string
  requestId: string
}

export function toErrorPage(input: ErrorInput): ErrorPage {
  const { urls, title, message, status, whatToDo, requestId } = input
  const { quote = null, code = null, faults = [], missing = [] } = input
  return {
    ...page(urls, title, { failed: true }),
    heading: title,
    problem: { status, title: message, whatToDo, quote, code, requestId, faults, missing },
  }
}
