/** Touchline answers sooner, if only that the service does not; milliseconds. */
const TIMEOUT_MS = 6_000

/**
 * Who answered: the service; Touchline, that the service does not answer; Touchline, that the service does
 * not know the job; or nobody.
 * @typedef {'service' | 'touchline' | 'nobody knows it' | 'nobody'} By
 */

/**
 * Asks for what the page shows, if it has changed.
 * @param {string} href
 * @param {AbortSignal} signal
 * @returns {Promise<{by: By, text: string | null}>} the new state as HTML, or null
 */
export async function ask(href, signal) {
  try {
    const answer = await fetch(href, {
      headers: { Accept: 'text/html', 'HX-Request': 'true', 'HX-Request-Type': 'partial' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    const text = answer.status === 200 ? await answer.text() : null
    return { by: whoAnswered(answer), text }
  } catch {
    return { by: 'nobody', text: null }
  }
}

/** A proxy's own errors carry no request id of ours. @param {Response} answer @returns {By} */
function whoAnswered(answer) {
  if (answer.ok) return 'service'
  if (!answer.headers.has('x-request-id')) return 'nobody'
  return answer.status === 404 ? 'nobody knows it' : 'touchline'
}
