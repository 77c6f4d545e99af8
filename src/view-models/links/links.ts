import {
  type CoachLink,
  LINK_DAYS,
  type LinkKind,
  linkStateOf,
  USUAL_DAYS,
} from '../../domain/club/link.ts'
import type { Urls } from '../../urls.ts'
import { count, isolated, type Moment, moment } from '../format.ts'

/** Links for the coach on the page of a result or a comparison: `views/fragments/links/`. */
export interface LinksPart {
  /** The form that makes a link; null while no link can be made. */
  form: LinkForm | null
  /** Why no link can be made, in a sentence; null if one can. */
  why: string | null
  items: LinkItem[]
}

interface LinkForm {
  href: string
  kind: LinkKind
  jobs: readonly string[]
  days: { value: number; label: string; chosen: boolean }[]
  /** Identifies this press, so that a form sent twice makes one link. */
  once: string
}

export interface LinkItem {
  id: string
  /** `Result, made by anna`. */
  what: string
  made: Moment | null
  ends: Moment | null
  state: 'live' | 'ended' | 'revoked'
  /** `revoked by anna`; null if it was not revoked. */
  revoked: string | null
  /** `opened 3 times`. */
  opened: string
  lastOpened: Moment | null
  /** Where the link is revoked; null if it does not work any more. */
  revoke: string | null
  /** The jobs that the link shows, for the page of all links. */
  jobs: { label: string; href: string }[]
}

const AWAY =
  'A link for the coach cannot be made at present: the club’s list cannot be read. It comes back by itself.'

export function toLinksPart(input: {
  urls: Urls
  kind: LinkKind
  jobs: readonly string[]
  /** Null while the database is away. */
  links: readonly CoachLink[] | null
  now: number
  once: string
}): LinksPart {
  const { urls, kind, jobs, links, now, once } = input
  if (links === null) return { form: null, why: AWAY, items: [] }
  return {
    form: { href: urls.makeLink(), kind, jobs, days: toDays(), once },
    why: null,
    items: links.map((link) => toLinkItem(link, urls, now)),
  }
}

function toDays() {
  return LINK_DAYS.map((value) => ({
    value,
    label: count(value, 'day'),
    chosen: value === USUAL_DAYS,
  }))
}

export function toLinkItem(link: CoachLink, urls: Urls, now: number): LinkItem {
  const { id, kind, jobs, madeBy, madeAt, endsAt, revokedBy, opened, lastOpened } = link
  const state = linkStateOf(link, now)
  const by = madeBy === null ? '' : `, made by ${isolated(madeBy)}`
  return {
    id,
    what: `${kind === 'comparison' ? `Comparison of ${jobs.length}` : 'Result'}${by}`,
    made: moment(madeAt),
    ends: moment(endsAt),
    state,
    revoked:
      state === 'revoked'
        ? `revoked${revokedBy === null ? '' : ` by ${isolated(revokedBy)}`}`
        : null,
    opened: opened === 0 ? 'not opened yet' : `opened ${count(opened, 'time')}`,
    lastOpened: moment(lastOpened),
    revoke: state === 'live' ? urls.revokeLink(id) : null,
    jobs: jobs.map(({ jobId, playerName }) => ({
      label: playerName === null ? `Job ${jobId.slice(0, 8)}` : isolated(playerName),
      href: urls.result(jobId),
    })),
  }
}
