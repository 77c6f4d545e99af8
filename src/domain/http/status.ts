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

/**
 * The status of a page for the status of its problem. 401 asks whoever reads the page to sign in here, which a browser, a
 * proxy in front and our own script take it for; of the service it says that Touchline may not ask.
 */
export function pageStatus(status: number): number {
  return status === 401 ? 502 : status
}

/**
 * The same where the service refused what Touchline read. A page that asks takes 403 for an invitation to sign in too
 * (`asksToSignIn` in static/js/action-answers.js), as proxies in front give it.
 */
export function refusedStatus(status: number): number {
  return status === 403 ? 502 : pageStatus(status)
}

/** The status to pass on: a script gets the service's own, a browser never one that makes it send the request again. */
export function passedStatus(status: number, userAgent: string | undefined): number {
  const isBrowser = userAgent?.startsWith('Mozilla/') === true
  return isBrowser && SENT_AGAIN.has(status) ? 502 : status
}
