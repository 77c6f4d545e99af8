import { createHash } from 'node:crypto'
import type { Rating } from './rating.ts'

/** The kind of a result. Only results of the same kind are compared. */
export type CohortOf = Pick<Rating, 'role' | 'category' | 'revision' | 'model'>

/** A short id of the kind: the four words may be too long for an index of a database. */
export function kindOf({ role, category, revision, model }: CohortOf): string {
  const words = JSON.stringify([role, category, revision, model])
  return createHash('sha256').update(words).digest('base64url')
}
