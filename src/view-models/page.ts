import type { Role } from '../domain/people/role.ts'
import type { Urls } from '../urls.ts'
import type { Sheet } from './sheets.ts'

/** Who is signed in, and where they sign out; `signOut` is null if the mode has no such place. */
export interface Who {
  name: string
  role: Role
  signOut: string | null
}

/** What is added to every page when it is sent. */
export interface PageAround {
  who?: Who | null
  /** Null if there is no list at present, or the reader may not act. */
  nextWaitingHref?: string | null
  /** Where an administrator finds what became of notices. */
  noticesHref?: string | null
  /** Where an administrator looks after Touchline. */
  upkeepHref?: string | null
  /** Whether the browser can show notifications on this page. */
  isSecure?: boolean
}

/** What `views/layouts/page.eta` needs of every page; a page's own model extends it. */
export interface PageModel extends PageAround {
  /** The title of the window, with the product's name. */
  title: string
  urls: Urls
  /** The address of the page's one style sheet. */
  style: string
  /** The ES modules that the page needs in addition to those of every page, such as `js/frame-page.js`. */
  scripts: string[]
  /** Addresses of extensions of htmx that the page needs. */
  vendor: string[]
  /**
   * When a browser without scripting loads the page again, and from which address. The address has no fragment,
   * because with one the browser would jump within the page instead. Null: never.
   */
  refresh: { sec: number; href: string } | null
  /** The words of the region "Job status", which is never swapped; null if the page has none. */
  status: string | null
}

/** The layout's part of a page model. A title that tells of a problem begins with "Error:". */
export function page(
  urls: Urls,
  title: string,
  options: Partial<Omit<PageModel, 'title' | 'urls' | 'style'>> & {
    sheet?: Sheet
    failed?: boolean
  } = {},
): PageModel {
  return {
    title: pageTitle(title, options.failed),
    urls,
    style: urls.sheet(options.sheet ?? 'plain'),
    scripts: options.scripts ?? [],
    vendor: options.vendor ?? [],
    refresh: options.refresh ?? null,
    status: options.status ?? null,
  }
}

export function pageTitle(title: string, failed = false): string {
  return `${failed ? 'Error: ' : ''}${title} · Touchline`
}
