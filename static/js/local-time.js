/** Turns `<time data-local>` from UTC into the reader's time. @param {ParentNode} root */
export function showLocalTimes(root) {
  for (const time of root.querySelectorAll('time[data-local]')) {
    const date = new Date(time.getAttribute('datetime') ?? '')
    if (Number.isNaN(date.getTime())) continue
    const words = localTime(date, time.matches('[data-local=dated]') ? null : new Date())
    if (time.textContent !== words) time.textContent = words
  }
}

/** Omits the date on the day of `now`. @param {Date} date @param {Date | null} now */
export function localTime(date, now) {
  const time = date.toLocaleTimeString('en-GB')
  if (date.toDateString() === now?.toDateString()) return time
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${time}`
}
