import type { JsonSchema } from './types.ts'

/** A reference to a schema that has a name in the document. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
