import { Kind, type TSchema, Type, TypeRegistry } from '@sinclair/typebox'
import { has } from './fields.ts'

/**
 * A rule that JSON Schema has no word for, such as `x + w <= 1`. It stands in an intersection beside
 * the shape it completes, so TypeBox reports it at the path of the value it is about.
 */
export function rule(message: string, holds: (value: Record<string, unknown>) => boolean): TSchema {
  return ruleInWords(message, holds, {})
}

/** One of these keys must be there. JSON Schema has words for that, but none for the message. */
export function holdsOne(message: string, ...names: string[]): TSchema {
  const words = { anyOf: names.map((name) => ({ required: [name] })) }
  return ruleInWords(message, (value) => has(value, ...names), words)
}

/** `words`: the rule in JSON Schema, as far as it has words; scripts read it (docs/decisions/openapi.md). */
export function ruleInWords(
  message: string,
  holds: (value: Record<string, unknown>) => boolean,
  words: object,
): TSchema {
  return Type.Unsafe({ [Kind]: 'Touchline:Rule', errorMessage: message, holds, words })
}

TypeRegistry.Set<{ holds: (value: Record<string, unknown>) => boolean }>(
  'Touchline:Rule',
  (schema, value) =>
    typeof value !== 'object' || value === null || schema.holds(value as Record<string, unknown>),
)
