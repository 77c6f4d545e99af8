/** Finds runs that have ended and tells of them, in one of all open pages. */

/** Between two looks, milliseconds. A browser may make it a minute for a page that is hidden for long. */
const EVERY_MS = 15_000
/** Older ends are not told, milliseconds. */
const OLD_MS = 12 * 3_600_000
const MOST = 200

/** A job of `GET /api/club/jobs`. @typedef {{job_id: string, state: string, gone: boolean, player_name: string | null, headline: string | null}} Item */

/**
 * Goes on until `signal` ends it. `key`: where the running jobs are kept.
 * @param {{list: string, jobs: string, key: string}} where @param {AbortSignal} signal
 */
export async function watchEnds({ list, jobs, key }, signal) {
  while (!signal.aborted) {
    const items = await ask({ state: 'running', limit: String(MOST) })
    if (items !== null) {
      const now = new Set(items.map(({ job_id }) => job_id))
      for (const id of lastRunning()) if (!now.has(id) && !(await tell(id))) now.add(id)
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), ids: [...now].slice(0, MOST) }))
    }
    await pause(EVERY_MS, signal)
  }

  /** @returns {string[]} */
  function lastRunning() {
    const { at = 0, ids = [] } = JSON.parse(localStorage.getItem(key) ?? '{}')
    return Date.now() - at < OLD_MS ? ids : []
  }

  /** False if the job may still be running, although it was not listed. @param {string} id */
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
