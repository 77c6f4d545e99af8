import type { Urls } from '../../urls.ts'
import { type PageModel, page } from '../page.ts'
import type { Problem } from './problem.ts'

/** `views/pages/error.eta` and `views/fragments/error.eta`: an answer that no other page can give. */
export interface ErrorPage extends PageModel {
  heading: string
  problem: Problem
  /** The page loads itself from this address when the missing part is back; null if it does not. */
  again: string | null
  /** Where the reader signs out to use another name; null if that would not help. */
  otherNameHref: string | null
}

const REFRESH_SEC = 10

export interface ErrorInput {
  urls: Urls
  problem: Problem
  /** The address that is asked for again by itself; null if that would not help. */
  again: string | null
  /** Set if the reader is signed in but may not enter: another name may help. */
  otherNameHref: string | null
}

export function toErrorPage({ urls, problem, again, otherNameHref }: ErrorInput): ErrorPage {
  const heading = headingOf(problem)
  return {
    ...page(urls, heading, {
      failed: true,
      scripts: again === null ? [] : ['js/come-back.js'],
      refresh: again === null ? null : { sec: REFRESH_SEC, href: again },
    }),
    again,
    otherNameHref,
    heading,
    problem,
  }
}

const HEADINGS: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Sign in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not possible here',
  421: 'Not this address',
  429: 'Too many requests',
  500: 'Something failed',
  502: 'The service cannot be reached',
  503: 'Not available',
  504: 'The service did not answer',
}

/** Codes that mean that something answered, so "cannot be reached" would be wrong. */
const UNUSABLE = new Set<string | null>(['UPSTREAM_BAD_ANSWER', 'UPSTREAM_KNOWS_NO_JOBS'])

/** Uses other words for a refusal by the service: it says nothing about the reader or this address. */
function headingOf({ status, code, ofService }: Problem): string {
  if (ofService && status !== 404) {
    return status < 500 ? 'The service refused this' : 'The service failed'
  }
  // Only our own codes: the service may use the same code for something else.
  if (!ofService && UNUSABLE.has(code)) return 'No usable answer from the service'
  return HEADINGS[status] ?? 'This did not work'
}
