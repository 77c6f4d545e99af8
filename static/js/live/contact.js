import { localTime } from '../local-time.js'
import { moment, msSince } from './moment.js'

/** Without a heartbeat for this long the page says so, milliseconds, until the stream names its own interval. */
const SILENT_MS = 25_000
const SILENT_BEATS = 2.5
/** Extra time after the page itself was paused, milliseconds: the answer is on its way. */
const GRACE_MS = 1_500

/**
 * Whether Touchline and the service are there, and since when they are not: two separate facts.
 * All times are of this browser's clock. @param {Document} page
 */
export function createContact(page) {
  let silentMs = SILENT_MS
  let last = moment()
  let serviceAt = Date.now()
  let woken = moment()
  const [touchline, service, gone, signedOut] = [
    'touchline-silent',
    'service-silent',
    'job-gone',
    'signed-out',
  ].map((id) => page.getElementById(id))

  /** @param {number | null} everyMs */
  function heard(everyMs = null) {
    last = moment()
    if (everyMs) silentMs = everyMs * SILENT_BEATS
    say(touchline, null)
  }

  /** @param {number | null} forMs */
  function serviceSilent(forMs) {
    if (forMs === null) serviceAt = Date.now()
    say(gone, null)
    say(service, forMs === null ? null : Date.now() - forMs)
  }

  return {
    /** Touchline has been heard. */
    heard,
    serviceSilent,
    /** @param {import('./live.types.ts').Says} says */
    answered(says) {
      if (says === 'nothing') return
      heard()
      say(signedOut, says === 'signed out' ? Date.now() : null)
      if (says === 'service silent') say(service, serviceAt)
      if (says === 'word' || says === 'gone') serviceSilent(null)
      if (says === 'gone') say(gone, Date.now())
    },
    awake() {
      woken = moment()
    },
    /** Says when the silence is too long; called again and again. */
    look() {
      if (msSince(last) > silentMs && msSince(woken) > GRACE_MS) say(touchline, last.date)
    },
    /** True if the page shows the job as it is now. */
    get isTrue() {
      return [touchline, service, gone, signedOut].every((notice) => notice?.hidden !== false)
    },
  }
}

/** @param {HTMLElement | null | undefined} notice @param {number | null} since milliseconds; null: it is over */
function say(notice, since) {
  if (!notice) return
  const time = notice.querySelector('time')
  if (since !== null && notice.hidden && time) {
    const date = new Date(since)
    time.dateTime = date.toISOString()
    time.textContent = localTime(date, new Date())
  }
  notice.hidden = since === null
}
