import type { JsonSchema } from './types.ts'

/** A schema that is named in the document. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
