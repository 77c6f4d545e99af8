import { Kind, type TSchema, Type, TypeRegistry } from '@sinclair/typebox'

/**
 * A rule that JSON Schema has no word for, such as `x + w <= 1`. It stands in an intersection beside
 * the shape it completes, so TypeBox reports it at the path of the value it is about.
 */
export function rule(message: string, holds: (value: Record<string, unknown>) => boolean): TSchema {
  return Type.Unsafe({ [Kind]: 'Touchline:Rule', errorMessage: message, holds })
}

TypeRegistry.Set<{ holds: (value: Record<string, unknown>) => boolean }>(
  'Touchline:Rule',
  (schema, value) =>
    typeof value !== 'object' || value === null || schema.holds(value as Record<string, unknown>),
)
