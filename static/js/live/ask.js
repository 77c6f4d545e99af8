/** Longest wait for an answer, milliseconds. */
const TIMEOUT_MS = 5_000

/**
 * Asks for what the page shows, where it has changed.
 * @param {string} href
 * @param {AbortSignal} signal
 * @returns {Promise<{answered: boolean, text: string | null}>} the new state as HTML, or null
 */
export async function ask(href, signal) {
  try {
    const answer = await fetch(href, {
      headers: { Accept: 'text/html', 'HX-Request': 'true', 'HX-Request-Type': 'partial' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    return { answered: answer.ok, text: answer.status === 200 ? await answer.text() : null }
  } catch {
    return { answered: false, text: null }
  }
}
