import type { ClubQuery } from '../../contracts/club.ts'
import { CLUB_STATES, type ClubState, type ListedPage } from '../../domain/club/listed-job.ts'
import { cursorOf } from '../../domain/club/place.ts'
import { withTimes } from '../../domain/club/times.ts'
import type { Visit } from '../../domain/club/visit.ts'
import { hasTooManyWords, MOST_WORDS, searchWords } from '../../domain/club/words.ts'
import type { Urls } from '../../urls.ts'
import type { LiveConnection } from '../connection.ts'
import { count, isolated, type Moment, moment } from '../format.ts'
import { type ClubItem, toClubItem } from './item.ts'

/** `views/fragments/club/list.eta`. */
export interface ClubList {
  connection: LiveConnection
  /** Names the state of the list that is shown. */
  seen: string
  /** Since when the service has not answered; null if it answers. */
  awaySince: Moment | null
  filters: { label: string; count: number; href: string; current: boolean }[]
  search: { action: string; q: string; state: ClubState | null; clearHref: string | null }
  /** How many jobs were found, in words. */
  found: string
  /** The same search in all jobs; null if it finds no more there. */
  inAll: { label: string; href: string } | null
  items: ClubItem[]
  /** Null on the last page. */
  nextHref: string | null
  /** Null on the first page. */
  firstHref: string | null
  compareHref: string
  /** How many jobs can be ticked. */
  comparable: number
}

const FILTERS: Record<ClubState, string> = {
  waiting: 'Waiting for you',
  running: 'Running',
  finished: 'Finished',
  failed: 'Failed',
}

export function toClubList(input: {
  urls: Urls
  query: ClubQuery
  page: ListedPage
  visits: readonly Visit[]
  version: string
  awaySince: number | null
  /** Milliseconds, as `Date.now()`. */
  now: number
  readOnly: boolean
}): ClubList {
  const { urls, query, page, visits, version, awaySince, now, readOnly } = input
  const { q = '', state = null } = query
  const narrowed = (over: Record<string, string | null>) =>
    urls.list(addressOf({ ...query, ...over }))
  const items = page.items.map((job) => toClubItem(job, visits, urls, now, readOnly))
  const all = Object.values(page.counts).reduce((sum, one) => sum + one, 0)
  return {
    connection: {
      streamHref: urls.listStream(addressOf(query)),
      askHref: urls.listNow(addressOf(query)),
      shown: 'club-list',
      script: 'js/live/follow-runs.js',
    },
    seen: version,
    awaySince: moment(awaySince),
    filters: [
      {
        label: 'All',
        count: all,
        href: narrowed({ state: null, cursor: null }),
        current: state === null,
      },
      ...CLUB_STATES.map((one) => ({
        label: FILTERS[one],
        count: page.counts[one],
        href: narrowed({ state: one, cursor: null }),
        current: state === one,
      })),
    ],
    search: {
      action: urls.list(),
      q,
      state,
      clearHref: q === '' ? null : narrowed({ q: null, cursor: null }),
    },
    found: foundWords(page, q, state, now),
    inAll:
      q !== '' && all > page.total
        ? { label: `${all} found in all jobs`, href: narrowed({ state: null, cursor: null }) }
        : null,
    items,
    nextHref: page.next && narrowed({ cursor: cursorOf(page.next) }),
    firstHref: query.cursor === undefined ? null : narrowed({ cursor: null }),
    compareHref: urls.compare(),
    comparable: items.filter(({ comparable }) => comparable).length,
  }
}

/** Gives back the parts of a query that belong in an address. */
function addressOf(
  query: { [name in 'state' | 'q' | 'cursor']?: string | null | undefined },
): Record<string, string> {
  const { state, q, cursor } = query
  const all = { state, q, cursor }
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
}

function foundWords(
  { total, counts }: ListedPage,
  q: string,
  state: ClubState | null,
  now: number,
): string {
  const jobs = count(total, 'job')
  if (total === 0 && q === '' && state === null) {
    return 'Nothing yet. Every job that somebody creates or opens here will be listed.'
  }
  if (total === 0 && q === '' && state === 'waiting' && counts.running > 0) {
    return `No job waits for you. ${count(counts.running, 'job')} ${counts.running === 1 ? 'is' : 'are'} being prepared or analysed. The list looks at each once a minute.`
  }
  const which = state === null ? '' : `, ${FILTERS[state].toLowerCase()}`
  if (q === '') return `${jobs}${which}`
  const rest = hasTooManyWords(q) ? ` (first ${MOST_WORDS} words only)` : ''
  return `${jobs}${which}, with “${isolated(q)}”${timeWords(q, now)}${rest}`
}

/** ` (26 Nov 2026, UTC)`: which day, month or year was understood. */
function timeWords(q: string, now: number): string {
  const times = withTimes(searchWords(q), now).flatMap((one) => {
    if (typeof one === 'string') return []
    const day = new Date(one.from).toUTCString().slice(5, 16).replace(/^0/, '')
    return [day.split(' ').slice(PARTS_LEFT_OUT[one.unit]).join(' ')]
  })
  return times.length === 0 ? '' : ` (${times.join('; ')}, UTC)`
}

/** How many parts of "day month year" are left out, from the left. */
const PARTS_LEFT_OUT = { day: 0, month: 1, year: 2 }
