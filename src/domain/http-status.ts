/** Above it there is no status (RFC 9110, section 15). */
const HIGHEST = 599

/** The status of our own answer for one that the service gave: what is no status is a bad answer. */
export function ownStatus(status: number): number {
  return status > HIGHEST ? 502 : status
}
