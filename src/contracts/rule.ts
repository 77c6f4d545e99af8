import { Kind, type TSchema, Type, TypeRegistry } from '@sinclair/typebox'
import { has } from './fields.ts'

/**
 * A rule that JSON Schema cannot express, such as `x + w <= 1`. It is put into an intersection with the shape that it
 * completes, so that TypeBox reports it at the path of that value.
 */
export function rule(message: string, holds: (value: Record<string, unknown>) => boolean): TSchema {
  return ruleInWords(message, holds, {})
}

/** Requires at least one of these keys. JSON Schema can express that, but not our message. */
export function holdsOne(message: string, ...names: string[]): TSchema {
  const words = { anyOf: names.map((name) => ({ required: [name] })) }
  return ruleInWords(message, (value) => has(value, ...names), words)
}

/** `words`: the rule in JSON Schema, as far as possible, for scripts (docs/decisions/openapi.md). */
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
