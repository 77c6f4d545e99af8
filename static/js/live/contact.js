import { localTime } from '../local-time.js'

/** Without a sign of life for so long it is said, milliseconds, until the stream names its beat. */
const SILENT_MS = 25_000
const SILENT_BEATS = 2.5
/** After a pause of the page itself, milliseconds: the answer is on its way. */
const GRACE_MS = 1_500

/**
 * Whether Touchline and the service are there, and since when they are not: two facts that are said apart.
 * All times are of this browser's clock. @param {Document} page
 */
export function createContact(page) {
  let silentMs = SILENT_MS
  let heardAt = Date.now()
  let serviceAt = Date.now()
  let awakeAt = Date.now()
  const [touchline, service, gone] = ['touchline-silent', 'service-silent', 'job-gone'].map((id) =>
    page.getElementById(id),
  )

  /** @param {number | null} everyMs */
  function heard(everyMs = null) {
    heardAt = Date.now()
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
    /** A sign of life of Touchline's. */
    heard,
    serviceSilent,
    /** @param {import('./ask.js').By} by who answered */
    answered(by) {
      if (by === 'nobody') return
      heard()
      if (by === 'touchline') return say(service, serviceAt)
      serviceSilent(null)
      if (by === 'nobody knows it') say(gone, Date.now())
    },
    /** The page went on after it stood still. */
    awake() {
      awakeAt = Date.now()
    },
    /** Says it when the silence has lasted too long; called again and again. */
    look() {
      const now = Date.now()
      if (now - heardAt > silentMs && now - awakeAt > GRACE_MS) say(touchline, heardAt)
    },
    /** Whether what the page shows of the job can be taken as of now. */
    get isTrue() {
      return [touchline, service, gone].every((notice) => notice?.hidden !== false)
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
