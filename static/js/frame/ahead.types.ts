/** Pages of frames that are fetched ahead. Never sent to the browser: it is named in JSDoc. */
export interface Ahead {
  html: string
  /** Names this very page, for the question whether it is still the same. */
  tag: string
}

/** The page as it is now; where the check takes long the one fetched ahead, and `late` gives the other one, if any. */
export type PageNow = (
  href: string,
) => Promise<{ html: string; checked: boolean; late: Promise<string> }>
