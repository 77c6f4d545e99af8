import { Kind, type TSchema, Type, TypeRegistry } from '@sinclair/typebox'

export interface TextRules {
  /** The issue if the text breaks a rule. */
  message: string
  /** Most characters, counted as the service does: code points, blanks at both ends left out. */
  most?: number
  /** A JSON Schema pattern, judged on the text as it came. */
  pattern?: string
  description?: string
}

/**
 * Text that the service can store. Its database takes no NUL, and half of a surrogate pair is not a character, so
 * these and all other control characters are refused. Length is counted in code points, as JSON Schema does; TypeBox
 * itself counts UTF-16 units.
 */
export function text({ message, most, pattern, description }: TextRules): TSchema {
  const wanted = pattern === undefined ? null : new RegExp(pattern)
  return Type.Unsafe<string>({
    [Kind]: 'Touchline:Text',
    type: 'string',
    ...(most === undefined ? {} : { maxLength: most }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(description === undefined ? {} : { description }),
    errorMessage: message,
    holds: (value: string) =>
      isStorable(value) &&
      (most === undefined || lengthOf(value.trim()) <= most) &&
      (wanted === null || wanted.test(value)),
  })
}

TypeRegistry.Set<{ holds: (value: string) => boolean }>(
  'Touchline:Text',
  (schema, value) => typeof value === 'string' && schema.holds(value),
)

/** Neither a control character nor half of a surrogate pair. */
export function isStorable(value: string): boolean {
  return value.isWellFormed() && !/\p{Cc}/u.test(value)
}

/** Characters, not UTF-16 units: an emoji is one or a few, never a half. */
function lengthOf(value: string): number {
  let length = 0
  for (const _ of value) length += 1
  return length
}
