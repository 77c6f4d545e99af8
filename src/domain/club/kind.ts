import { createHash } from 'node:crypto'
import type { Rating } from './rating.ts'

/** Results of the same kind: only these are compared. */
export type CohortOf = Pick<Rating, 'role' | 'category' | 'revision' | 'model'>

/** Names the kind. The four words may be longer than a database takes in an index. */
export function kindOf({ role, category, revision, model }: CohortOf): string {
  const words = JSON.stringify([role, category, revision, model])
  return createHash('sha256').update(words).digest('base64url')
}
