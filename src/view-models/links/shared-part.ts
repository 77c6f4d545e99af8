import type { Moment } from '../format.ts'

/** What the page of a link says of itself: `views/fragments/links/shared.eta`. */
export interface SharedPart {
  /** When the link was made, and when it ends. */
  made: Moment | null
  ends: Moment | null
  /** What has changed since the link was made; null if nothing has. */
  changed: string | null
  /** What the link leaves out; null if it leaves out nothing. */
  without: string | null
}
