/** Pages of frames that are fetched ahead. Never sent to the browser: it is named in JSDoc. */
export interface Ahead {
  html: string
  /** The ETag of the page, to ask whether it is still the same. */
  tag: string
}

/** The page as it is now. If the check is slow, the page fetched ahead; `late` then gives the newer one, if any. */
export type PageNow = (
  href: string,
) => Promise<{ html: string; checked: boolean; late: Promise<string> }>
