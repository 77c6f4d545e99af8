import type { Urls } from '../../urls.ts'
import { type PageModel, page } from '../page.ts'
import type { Problem } from './problem.ts'

/** `views/pages/error.eta` and `views/fragments/error.eta`: an answer that no other page can give. */
export interface ErrorPage extends PageModel {
  heading: string
  problem: Problem
  /** It loads again by itself from this address when what was away is back; null: it does not. */
  again: string | null
  /** Where whoever is signed in under this name signs out; null if that would not help. */
  otherNameHref: string | null
}

const REFRESH_SEC = 10

export interface ErrorInput {
  urls: Urls
  problem: Problem
  /** The address that is asked for again by itself; null if that would not help. */
  again: string | null
  /** Somebody is signed in and may not enter; they may have another name to sign in with. */
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

/** Something was reached, whatever it is. */
const UNUSABLE = new Set<string | null>(['UPSTREAM_BAD_ANSWER', 'UPSTREAM_KNOWS_NO_JOBS'])

/** What the service refuses us says nothing of the person or the address here. */
function headingOf({ status, code, ofService }: Problem): string {
  if (ofService && status !== 404) {
    return status < 500 ? 'The service refused this' : 'The service failed'
  }
  // A code of ours: the service may use the same for something else.
  if (!ofService && UNUSABLE.has(code)) return 'No usable answer from the service'
  return HEADINGS[status] ?? 'This did not work'
}
