export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object; anything else becomes an empty one. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/** A number, or a text that is one, as the upstream's float() takes it; null for anything else. */
export function asFloat(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** The first of these fields that is there and not null. */
export function firstOf(body: JsonObject, names: readonly string[]): unknown {
  return names.map((name) => body[name]).find((value) => value !== undefined && value !== null)
}

/**
 * The first number under these names as Python's `a or b or c` finds it: 0 counts as missing, except
 * under the last name (docs/contract.md#quirk-1). Null if there is none.
 */
export function firstFloatByOr(body: JsonObject, names: readonly string[]): number | null {
  const early = names.slice(0, -1).map((name) => asFloat(body[name]))
  return early.find((number) => Boolean(number)) ?? asFloat(body[names.at(-1) ?? ''])
}

/** ISO-8601 with an offset, as the upstream writes timestamps. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+00:00')
}
