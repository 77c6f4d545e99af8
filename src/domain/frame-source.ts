/** A place that images may come from: an origin and a path prefix that ends with `/` (DESIGN section 5). */
export interface FrameSource {
  /** As `URL.origin` prints it. */
  origin: string
  /** Starts and ends with `/`. */
  prefix: string
}
