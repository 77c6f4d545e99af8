/** ISO 8601, as Python and databases print it: `T` or a blank, any fraction, with or without a zone. */
const TIME =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(?:(Z|UTC)|([+-]\d\d):?(\d\d)?)?$/i

/**
 * Reads a time of the service and gives ISO 8601 in UTC, to the millisecond; null if the value is not a time. A time
 * without a zone is read as UTC, never in the zone of this machine, because the service keeps UTC.
 */
export function readTime(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 40) return null
  const parts = TIME.exec(value.trim())
  if (parts === null) return null
  const [, day, minute, second = '00', fraction = '', , hours, minutes = '00'] = parts
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`
  const time = `${day}T${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
