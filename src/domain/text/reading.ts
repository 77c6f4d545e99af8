/** Guards for JSON from outside: they give the wanted type, or nothing. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

export function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/**
 * A number, but not a string of digits. Null for numbers beyond the exact whole numbers: no measured value is so large,
 * and the percentage of a huge number would be infinite.
 */
export function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null
}

/** A whole number that every reader of JSON reads alike. */
export function asWhole(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null
}

/** A number from 0 to 1. */
export function asRatio(value: unknown): number | null {
  const ratio = asNumber(value)
  return ratio !== null && ratio >= 0 && ratio <= 1 ? ratio : null
}

/** A whole number from 0. */
export function asCount(value: unknown): number | null {
  const whole = asWhole(value)
  return whole !== null && whole >= 0 ? whole : null
}

/** A string that is not blank. */
export function asString(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}
