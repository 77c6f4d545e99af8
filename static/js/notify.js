/**
 * Shows a notification of the browser when a run has ended, to those who ask for it. Streams end while a page is
 * hidden, so one of all open pages asks for the list of running jobs.
 */

const KEY = 'notify'
/** Before a failed load is tried again, milliseconds. */
const AGAIN_MS = 15_000
/** What was running when a page last looked. The next page tells of ends since then. */
const LAST = 'notify-running'

const button = document.getElementById('notify')
// Over plain HTTP a browser has no notifications.
if (button && isSecureContext && 'Notification' in globalThis) offer(button)

/** @param {HTMLElement} button */
function offer(button) {
  const { list = '', jobs = '' } = button.dataset
  const said = document.getElementById('notify-said')
  let going = new AbortController()

  const isOn = () => localStorage.getItem(KEY) === 'on' && Notification.permission === 'granted'

  function show() {
    button.setAttribute('aria-pressed', String(isOn()))
    going.abort()
    going = new AbortController()
    const { signal } = going
    // One page watches. When it is closed, another takes over.
    if (isOn()) navigator.locks.request(KEY, { signal }, () => watch(signal)).catch(again)
    function again() {
      if (!signal.aborted) setTimeout(show, AGAIN_MS)
    }
  }

  async function press() {
    if (isOn()) {
      localStorage.removeItem(KEY)
      localStorage.removeItem(LAST)
    } else {
      localStorage.setItem(KEY, 'on')
      const answer = await Notification.requestPermission()
      if (said) said.textContent = answer === 'granted' ? '' : (said.dataset['refused'] ?? '')
    }
    show()
  }

  /** Most browsers never need it. @param {AbortSignal} signal */
  async function watch(signal) {
    const { watchEnds } = await import('./notify/ends.js')
    await watchEnds({ list, jobs, key: LAST }, signal)
  }

  button.hidden = false
  button.addEventListener('click', () => void press().catch(reportError))
  addEventListener('storage', ({ key }) => key === KEY && show())
  show()
}
