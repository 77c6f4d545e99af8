import type { Urls } from '../../urls.ts'
import { type PageModel, page } from '../page.ts'
import type { Problem } from './problem.ts'

/** `views/pages/error.eta` and `views/fragments/error.eta`: an answer that no other page can give. */
export interface ErrorPage extends PageModel {
  heading: string
  problem: Problem
  /** It loads again by itself when what was away is back. */
  comesBack: boolean
  /** Where whoever is signed in under this name signs out; null if that would not help. */
  otherNameHref: string | null
}

const REFRESH_SEC = 10

export interface ErrorInput extends Partial<Problem> {
  urls: Urls
  status: number
  /** The page's heading, such as "Not found". */
  title: string
  /** What happened, in a sentence. */
  message: string
  whatToDo: string
  requestId: string
  /** The address that is asked for again by itself; null if that would not help. */
  again?: string | null
  /** Somebody is signed in whom nobody lets in, and may have another name. */
  otherNameHref?: string | null
}

export function toErrorPage(input: ErrorInput): ErrorPage {
  const {
    urls,
    title,
    message,
    status,
    whatToDo,
    requestId,
    again = null,
    otherNameHref = null,
  } = input
  const { quote = null, code = null, faults = [], missing = [] } = input
  return {
    ...page(urls, title, {
      failed: true,
      scripts: again === null ? [] : ['js/come-back.js'],
      refresh: again === null ? null : { sec: REFRESH_SEC, href: again },
    }),
    comesBack: again !== null,
    otherNameHref,
    heading: title,
    problem: { status, title: message, whatToDo, quote, code, requestId, faults, missing },
  }
}
