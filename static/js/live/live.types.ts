/** What the parts of the live connection tell each other. Never sent to the browser: they name it in JSDoc. */

/**
 * What an answer says: it is the service's word; the service is silent; the service does not know the job; somebody must
 * sign in first; or nobody answered.
 */
export type Says = 'word' | 'service silent' | 'gone' | 'signed out' | 'nothing'

/** Asks for what the page shows, if it has changed. `text`: the new state as HTML, or null. */
export type Ask = (
  href: string,
  signal: AbortSignal,
) => Promise<{ says: Says; text: string | null }>

export interface Hears {
  /** A sign of life; what the stream says of its beat, milliseconds. */
  onSign(everyMs: number | null): void
  onMessage(text: string): unknown
  /** The service is silent; null: it answers again. */
  onSilent(forMs: number | null): void
  /** The service does not know the job any more. */
  onGone(): void
}

/** How a stream ended. */
export type End = 'done' | 'lost' | 'never opened' | 'left'

/** Reads one event stream until it ends, is lost or falls silent, or the page leaves. Opens no other one. */
export type Follow = (href: string, signal: AbortSignal, hears: Hears) => Promise<End>

/** A page that holds a stream. `since`: milliseconds, as Date.now(). */
export interface Holder {
  id: string
  since: number
}

/** What a page of runs shows beside words, and what has to be kept right there. */
export interface Moving {
  /** Called after a swap. */
  swapped(): void
  /** The page is in sight again. */
  returned(): void
  /** True if a part is stale and does not say so: the server has the words. */
  isOverdue(): boolean
}
