import type { LinkKind } from '../../domain/club/link.ts'
import type { Urls } from '../../urls.ts'
import { type Moment, moment } from '../format.ts'
import { type PageModel, page } from '../page.ts'

/** `views/pages/link-made.eta`: the address of a new link, which is shown this once. */
export interface LinkMadePage extends PageModel {
  heading: string
  address: string
  what: string
  ends: Moment | null
  /** True if the address works only on this computer. */
  onlyHere: boolean
  back: { href: string; label: string }
}

export function toLinkMadePage(input: {
  urls: Urls
  kind: LinkKind
  jobs: readonly string[]
  address: string
  endsAt: number
  onlyHere: boolean
}): LinkMadePage {
  const { urls, kind, jobs, address, endsAt, onlyHere } = input
  const isResult = kind === 'result'
  return {
    ...page(urls, 'Link for the coach', { sheet: 'links' }),
    heading: 'Link for the coach',
    address,
    what: isResult ? 'this result' : 'this comparison',
    ends: moment(endsAt),
    onlyHere,
    back: {
      href: isResult ? urls.result(jobs[0] ?? '') : urls.compare([...jobs]),
      label: isResult ? 'Back to the result' : 'Back to the comparison',
    },
  }
}

/** `views/pages/shared-problem.eta`: what a link shows if it cannot show its result. */
export interface SharedProblemPage extends PageModel {
  heading: string
  words: string[]
}

export function toSharedProblem(
  urls: Urls,
  { heading, words }: { heading: string; words: string[] },
): SharedProblemPage {
  return { ...page(urls, heading, { failed: true, sheet: 'links' }), heading, words }
}
