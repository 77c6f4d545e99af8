/** @import * as Live from './live.types.ts' */
import { asksToSignIn } from '../action-answers.js'

/** Touchline answers sooner, even if only that the service does not (src/routes/ask.ts); milliseconds. */
const TIMEOUT_MS = 20_000

/** @type {Live.Ask} */
export const ask = async (href, signal) => {
  try {
    const answer = await fetch(href, {
      headers: { Accept: 'text/html', 'HX-Request': 'true', 'HX-Request-Type': 'partial' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    const text = answer.status === 200 ? await answer.text() : ''
    const says = meaningOf(answer, text)
    return { says, text: says === 'word' && text !== '' ? text : null }
  } catch {
    return { says: 'nothing', text: null }
  }
}

/** @param {Response} answer @param {string} text @returns {Live.Says} */
function meaningOf(answer, text) {
  if (answer.status === 204 || text.startsWith('<hx-partial')) return 'word'
  if (asksToSignIn(answer, text)) return 'signed out'
  // A proxy's errors carry no request id of ours.
  if (answer.ok || !answer.headers.has('x-request-id')) return 'nothing'
  return answer.status === 404 ? 'gone' : 'service silent'
}
