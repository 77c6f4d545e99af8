/**
 * Reads one event stream until it ends, is lost, or the page leaves. Never opens another one.
 * @param {string} href
 * @param {AbortSignal} signal
 * @param {{onMessage(text: string): unknown, onStale(since: Date | null): void}} hears
 * @returns {Promise<'done' | 'lost' | 'never opened'>} how it ended
 */
export function follow(href, signal, { onMessage, onStale }) {
  return new Promise((resolve) => {
    const source = new EventSource(href)
    let opened = false
    /** @param {'done' | 'lost' | 'never opened'} how */
    const end = (how) => {
      source.close()
      signal.removeEventListener('abort', lose)
      resolve(how)
    }
    const lose = () => end(opened ? 'lost' : 'never opened')
    signal.addEventListener('abort', lose)
    source.addEventListener('open', () => {
      opened = true
    })
    source.addEventListener('message', ({ data }) => onMessage(data))
    source.addEventListener('stale', ({ data }) => {
      /** @type {{since: string | null}} */
      const { since } = JSON.parse(data)
      onStale(since === null ? null : new Date(since))
    })
    // The browser would try again with what the page showed at first.
    source.addEventListener('error', lose)
    source.addEventListener('done', () => end('done'))
  })
}
