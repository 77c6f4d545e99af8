/** Somebody who may act on jobs. */
export interface Visitor {
  /** Tells people apart: the name of their sign-in, or the id of their browser. Never shown. */
  key: string
  /** Null if nobody signs in. */
  name: string | null
}

/** Somebody who seems to have a page of a job open. */
export interface Visit extends Visitor {
  jobId: string
  /** When the visit ends if the browser sends nothing more, milliseconds since the epoch. */
  until: number
}
