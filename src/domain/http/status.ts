/** The highest status there is (RFC 9110, section 15). */
const HIGHEST = 599

/**
 * A browser that gets one of these sends the same request again by itself, a change too: 408 on a connection that
 * was used before (Chromium, up to seven times), 421 on a new one (RFC 9110, 15.5.20).
 */
const SENT_AGAIN = new Set([408, 421])

/** The status of our answer for the status that the service gave. A number that is no status makes it a bad answer. */
export function ownStatus(status: number): number {
  return status > HIGHEST || SENT_AGAIN.has(status) ? 502 : status
}

/** The status to pass on: a script gets the service's own, a browser never one that makes it send the request again. */
export function passedStatus(status: number, userAgent: string | undefined): number {
  const isBrowser = userAgent?.startsWith('Mozilla/') === true
  return isBrowser && SENT_AGAIN.has(status) ? 502 : status
}
