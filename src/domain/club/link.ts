/** A link that shows a result or a comparison to somebody who does not sign in. Times are milliseconds since the epoch. */
export interface CoachLink {
  id: string
  kind: LinkKind
  /** One job for a result, up to four for a comparison, in the order shown. */
  jobs: readonly LinkedJob[]
  madeBy: string | null
  madeAt: number
  endsAt: number
  revokedAt: number | null
  revokedBy: string | null
  /** How often the page of the link was opened. `lastOpened` is null if it never was. */
  opened: number
  lastOpened: number | null
}

export type LinkKind = 'result' | 'comparison'

export interface LinkedJob {
  jobId: string
  /** Identifies the result as it was when the link was made. */
  mark: string
  /** The player's name in the club's list; null if the list has none. */
  playerName: string | null
}

/** A new link. Only the hash of its token is stored. */
export interface NewLink {
  id: string
  hash: string
  kind: LinkKind
  jobs: readonly Pick<LinkedJob, 'jobId' | 'mark'>[]
  madeBy: string | null
  madeAt: number
  endsAt: number
}

/** The link after which a page of the list of links begins. */
export interface LinkPlace {
  madeAt: number
  id: string
}

/** How long a link may be valid, in days. */
export const LINK_DAYS = [1, 7, 14, 30, 90] as const
export const USUAL_DAYS = 14

export type LinkState = 'live' | 'ended' | 'revoked'

/** For what a page shows. Whether a link opens is decided in the database: `canBeOpened` in src/club/store/links.ts. */
export function linkStateOf(
  { endsAt, revokedAt }: Pick<CoachLink, 'endsAt' | 'revokedAt'>,
  now: number,
): LinkState {
  if (revokedAt !== null) return 'revoked'
  return endsAt > now ? 'live' : 'ended'
}

export function linkCursorOf({ madeAt, id }: LinkPlace): string {
  return `${madeAt}.${id}`
}

const CURSOR = /^(\d{1,15})\.([0-9a-f-]{36})$/

/** Null if the text is not one of our cursors. */
export function linkPlaceOf(cursor: string): LinkPlace | null {
  const [, madeAt, id] = CURSOR.exec(cursor) ?? []
  return madeAt === undefined || id === undefined ? null : { madeAt: Number(madeAt), id }
}
