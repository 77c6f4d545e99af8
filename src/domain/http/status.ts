/** The highest valid status (RFC 9110, section 15). */
const HIGHEST = 599

/**
 * After one of these, a browser sends the same request again by itself, even a change. It does so after 408 on a
 * reused connection (Chromium, up to seven times), and after 421 on a new connection (RFC 9110, 15.5.20).
 */
const SENT_AGAIN = new Set([408, 421])

/** Turns the status of the service into the status of our answer: 502 for a number that is not a valid status. */
export function ownStatus(status: number): number {
  return status > HIGHEST || SENT_AGAIN.has(status) ? 502 : status
}

/**
 * Turns the status of a problem into the status of its page. 401 becomes 502: the service means that Touchline has no
 * access, but a browser, a proxy in front and our own script would ask the reader to sign in here.
 */
export function pageStatus(status: number): number {
  return status === 401 ? 502 : status
}

/**
 * Like `pageStatus`, if the service refused a read of Touchline. 403 becomes 502 too, because the script of a page
 * reads 403 as a request to sign in (`asksToSignIn` in static/js/action-answers.js): proxies in front use it so.
 */
export function refusedStatus(status: number): number {
  return status === 403 ? 502 : pageStatus(status)
}

/** The status to pass on. Scripts get the service's own status. Browsers never get one that makes them send again. */
export function passedStatus(status: number, userAgent: string | undefined): number {
  const isBrowser = userAgent?.startsWith('Mozilla/') === true
  return isBrowser && SENT_AGAIN.has(status) ? 502 : status
}
