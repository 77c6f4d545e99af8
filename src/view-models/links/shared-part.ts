import type { Moment } from '../format.ts'

/** What the page of a link says of itself: `views/fragments/links/shared.eta`. */
export interface SharedPart {
  /** When the link was made, and when it ends. */
  made: Moment | null
  ends: Moment | null
  /** What has changed since the link was made; null if nothing has. */
  changed: string | null
  /** What is no part of a link; null if there would be nothing more. */
  without: string | null
}
