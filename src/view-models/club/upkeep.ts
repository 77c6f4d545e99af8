import type { CoachLink } from '../../domain/club/link.ts'
import type { JobNote } from '../../domain/club/listed-job.ts'
import type { Urls } from '../../urls.ts'
import { numberText } from '../format.ts'
import { type LinkItem, toLinkItem } from '../links/links.ts'
import { type PageModel, page } from '../page.ts'
import { type ClubOfJob, toNoteItem } from './of-job.ts'

/** `views/pages/upkeep.eta`: what administrators look after. Each part is a section of its own. */
export interface UpkeepPage extends PageModel {
  /** The state of the club's list, in a sentence. */
  standing: string
  facts: { name: string; value: string }[]
  /** Null while there is no list. */
  takeOff: { href: string; said: string | null } | null
  /** Notes of one job, even if the service does not know that job; null while there is no list. */
  notes: { of: string; said: string | null; items: ClubOfJob['notes'] } | null
  /** All links, page by page; null while there is no list. */
  links: { items: LinkItem[]; nextHref: string | null; firstHref: string | null } | null
}

/** What the database holds. */
export interface UpkeepFacts {
  sizes: { jobs: number; notes: number; links: number }
  notes: { of: string; items: readonly JobNote[] }
  links: { items: readonly CoachLink[]; next: string | null; isFirst: boolean }
}

const DATABASES = { off: 'none', sqlite: 'SQLite, in one file', postgres: 'PostgreSQL' } as const

export function toUpkeepPage(input: {
  urls: Urls
  database: keyof typeof DATABASES
  /** Null while there is no list. */
  found: UpkeepFacts | null
  /** Whether a job was just taken off the list: a key of `SAID`; empty if none was. */
  taken: string
  mostNotes: number
  now: number
}): UpkeepPage {
  const { urls, database, found, taken, mostNotes, now } = input
  return {
    ...page(urls, 'Upkeep', { sheet: 'links' }),
    standing: standingWords(database, found !== null),
    facts: [
      { name: 'Database', value: DATABASES[database] },
      ...(found === null ? [] : sizesOf(found, mostNotes)),
    ],
    takeOff: found && { href: urls.takeOffByHand(), said: saidOf(taken) },
    notes: found && {
      of: found.notes.of,
      said:
        found.notes.of !== '' && found.notes.items.length === 0 ? 'This job has no notes.' : null,
      items: found.notes.items.map((note) =>
        toNoteItem(note, `${urls.deleteNote(note.jobId, note.id)}?from=upkeep`),
      ),
    },
    links: found && {
      items: found.links.items.map((link) => toLinkItem(link, urls, now)),
      nextHref: found.links.next && `${urls.upkeep({ cursor: found.links.next })}#links`,
      firstHref: found.links.isFirst ? null : `${urls.upkeep()}#links`,
    },
  }
}

function standingWords(database: keyof typeof DATABASES, isOpen: boolean): string {
  if (database === 'off') return 'The club’s list is switched off (DATABASE_URL=off).'
  return isOpen
    ? 'The club’s list is open.'
    : 'The club’s list cannot be read at present: its database does not answer. The log says why. It comes back by itself.'
}

function sizesOf({ sizes: { jobs, notes, links } }: UpkeepFacts, mostNotes: number) {
  return [
    { name: 'Jobs', value: numberText(jobs) },
    { name: 'Notes', value: `${numberText(notes)} of at most ${numberText(mostNotes)}` },
    { name: 'Links', value: `${numberText(links)}, those that have ended included` },
  ]
}

const SAID: Record<string, string> = {
  yes: 'The job was taken off the list. It comes back when an analyst opens its page again.',
  unknown: 'The list has no such job.',
  'no-id': 'That is not a job id. Paste the id or the page’s address.',
}

function saidOf(taken: string): string | null {
  return Object.hasOwn(SAID, taken) ? (SAID[taken] ?? null) : null
}
