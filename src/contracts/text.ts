import { Kind, type TSchema, Type, TypeRegistry } from '@sinclair/typebox'

export interface TextRules {
  /** The issue if the text breaks a rule. */
  message: string
  /** Most characters, counted as the service counts: code points, without blanks at both ends. */
  most?: number
  /** A JSON Schema pattern for the text as it came. */
  pattern?: string
  description?: string
}

/**
 * Text that the service can store. Control characters and halves of surrogate pairs are refused: the service's database
 * cannot store NUL, and half a pair is not a character. Length is counted in code points, as in JSON Schema. TypeBox
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

/** True if the text has no control character and no half of a surrogate pair. */
export function isStorable(value: string): boolean {
  return value.isWellFormed() && !/\p{Cc}/u.test(value)
}

/** The number of code points, not of UTF-16 units: most emoji have two units. */
function lengthOf(value: string): number {
  let length = 0
  for (const _ of value) length += 1
  return length
}
