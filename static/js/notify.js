/**
 * Says with a notification of the browser when a run has ended, to those who ask for it. Streams end while a page is
 * hidden, and that is when one wants to be told: so one page of all that are open asks for the list of running jobs.
 */

/** Between two looks, milliseconds. A browser may make it a minute for a page that is hidden for long. */
const EVERY_MS = 15_000
const KEY = 'notify'
const MOST = 200

/** A job of `GET /api/club/jobs`. @typedef {{job_id: string, state: string, player_name: string | null, headline: string | null}} Item */

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
    // The others wait, and one of them goes on when this page is closed.
    if (isOn()) navigator.locks.request(KEY, { signal }, () => watch(signal)).catch(() => {})
  }

  async function press() {
    if (isOn()) localStorage.removeItem(KEY)
    else {
      localStorage.setItem(KEY, 'on')
      const answer = await Notification.requestPermission()
      if (said) said.textContent = answer === 'granted' ? '' : (said.dataset['refused'] ?? '')
    }
    show()
  }

  /** @param {AbortSignal} signal */
  async function watch(signal) {
    /** @type {Set<string> | null} */
    let running = null
    while (!signal.aborted) {
      const items = await ask({ state: 'running', limit: String(MOST) })
      const now = items && new Set(items.map(({ job_id }) => job_id))
      if (now !== null) {
        for (const id of running ?? []) if (!now.has(id)) await tell(id)
        running = now
      }
      await pause(EVERY_MS, signal)
    }
  }

  /** @param {string} id */
  async function tell(id) {
    const items = await ask({ q: id })
    const job = items?.find(({ job_id }) => job_id === id)
    if (job === undefined) return
    const notification = new Notification(job.player_name ?? id, { body: wordsOf(job), tag: id })
    notification.addEventListener('click', () => {
      notification.close()
      focus()
      location.assign(jobs + encodeURIComponent(id))
    })
  }

  /** Null without an answer. @param {Record<string, string>} query @returns {Promise<Item[] | null>} */
  async function ask(query) {
    try {
      const answer = await fetch(`${list}?${new URLSearchParams(query)}`)
      return answer.ok ? (await answer.json()).data.items : null
    } catch {
      return null
    }
  }

  button.hidden = false
  button.addEventListener('click', () => void press().catch(reportError))
  addEventListener('storage', ({ key }) => key === KEY && show())
  show()
}

/** @param {Item} job */
function wordsOf({ state, headline }) {
  if (state === 'waiting') return 'Waits for you'
  return headline ?? (state === 'failed' ? 'Failed' : 'Finished')
}

/** @param {number} ms @param {AbortSignal} signal */
function pause(ms, signal) {
  return /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  )
}
