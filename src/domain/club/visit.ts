/** Somebody who may act on jobs. */
export interface Visitor {
  /** Tells people apart: the name they signed in with, or what names their browser. Never shown. */
  key: string
  /** Null if nobody signs in. */
  name: string | null
}

/** Somebody has a page of a job open, as far as is known. */
export interface Visit extends Visitor {
  jobId: string
  /** When it is over if nothing more is heard, milliseconds since the epoch. */
  until: number
}
