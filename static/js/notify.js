/**
 * Says with a notification of the browser when a run has ended, to those who ask for it. Streams end while a page is
 * hidden, and that is when one wants to be told: so one page of all that are open asks for the list of running jobs.
 */

/** Between two looks, milliseconds. A browser may make it a minute for a page that is hidden for long. */
const EVERY_MS = 15_000
const KEY = 'notify'
/** What was running when a page last looked, so that an end between two pages is told by the next. */
const LAST = 'notify-running'
/** After so long nobody wants to be told, milliseconds. */
const OLD_MS = 12 * 3_600_000
const MOST = 200

/** A job of `GET /api/club/jobs`. @typedef {{job_id: string, state: string, gone: boolean, player_name: string | null, headline: string | null}} Item */

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

  /** @param {AbortSignal} signal */
  async function watch(signal) {
    while (!signal.aborted) {
      const items = await ask({ state: 'running', limit: String(MOST) })
      if (items !== null) {
        const now = new Set(items.map(({ job_id }) => job_id))
        for (const id of lastRunning()) if (!now.has(id) && !(await tell(id))) now.add(id)
        localStorage.setItem(LAST, JSON.stringify({ at: Date.now(), ids: [...now].slice(0, MOST) }))
      }
      await pause(EVERY_MS, signal)
    }
  }

  /** @returns {string[]} */
  function lastRunning() {
    const { at = 0, ids = [] } = JSON.parse(localStorage.getItem(LAST) ?? '{}')
    return Date.now() - at < OLD_MS ? ids : []
  }

  /** False if the job may still be running: it is not among those that were asked for. @param {string} id */
  async function tell(id) {
    const items = await ask({ q: id })
    if (items === null) return false
    const job = items.find(({ job_id }) => job_id === id)
    if (job === undefined || job.gone) return true
    if (job.state === 'running') return false
    const notification = new Notification(job.player_name ?? id, { body: wordsOf(job), tag: id })
    notification.addEventListener('click', () => {
      notification.close()
      focus()
      location.assign(jobs + encodeURIComponent(id))
    })
    return true
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
