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
    // Only the browser itself may follow to another site.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null)
  if (answer?.ok || answer?.type === 'opaqueredirect') load(new URL(again, location.href))
}

/** Keeps the hash, which the server never sees. @param {URL} to */
function load(to) {
  to.hash = location.hash
  // With a hash the same address only scrolls.
  if (to.href === location.href) location.reload()
  else location.replace(to.href)
}

function lookLater() {
  setTimeout(() => {
    look().catch(reportError).finally(lookLater).catch(reportError)
  }, LOOK_EVERY_MS)
}

lookLater()
