/** `views/fragments/connection.eta`: how a page hears of changes. Both addresses take `?seen=`. */
export interface Connection {
  streamHref: string
  /** Where the page asks while it has no stream. */
  askHref: string
  /** The id of the element that changes; it carries the digest of what it shows. */
  shown: string
}
