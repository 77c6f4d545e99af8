/**
 * For the error page of a service that does not answer: loads the page again when it answers, while the page is
 * visible.
 */

/** Between two looks, milliseconds; Touchline answers each within 15 s unless it is set to wait longer. */
const LOOK_EVERY_MS = 5_000
const TIMEOUT_MS = 20_000

async function look() {
  if (document.hidden) return
  const again = document.querySelector('[data-again]')?.getAttribute('data-again') ?? location.href
  const answer = await fetch(again, {
    headers: { Accept: 'text/html' },
    // To another site only the browser itself may follow.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null)
  if (answer?.ok || answer?.type === 'opaqueredirect') load(new URL(again, location.href))
}

/** The server never sees the place in the page. @param {URL} to */
function load(to) {
  to.hash = location.hash
  // With a place, the same address would only scroll.
  if (to.href === location.href) location.reload()
  else location.replace(to.href)
}

function lookLater() {
  setTimeout(() => {
    look().catch(reportError).finally(lookLater).catch(reportError)
  }, LOOK_EVERY_MS)
}

lookLater()
