/**
 * Turns `<time data-local>` from UTC into the reader's time; the date is left out for today, unless `data-local` is
 * `dated`.
 * @param {ParentNode} root
 */
export function showLocalTimes(root) {
  for (const time of root.querySelectorAll('time[data-local]')) {
    const date = new Date(time.getAttribute('datetime') ?? '')
    if (Number.isNaN(date.getTime())) continue
    const words = localTime(date, time.getAttribute('data-local') === 'dated' ? null : new Date())
    if (time.textContent !== words) time.textContent = words
  }
}

/** @param {Date} date @param {Date | null} now  null: with the date, whatever day it is */
export function localTime(date, now) {
  const time = date.toLocaleTimeString('en-GB')
  if (date.toDateString() === now?.toDateString()) return time
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${time}`
}
