/** What `drafts.js` keeps of a form that was not sent. */
export interface Draft {
  /** The chosen player; '' if nobody is. */
  radio?: string
  /** What the page showed of the player when somebody chose, such as `8.k3f`. */
  picture?: string | undefined
  /** True if the page said that the picture has changed. */
  isLost?: boolean
  /** The name of each field, what was typed, and what the page showed before. */
  fields: [name: string, value: string, shown: string][]
}
