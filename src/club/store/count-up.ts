import type { Db } from './tables.ts'

/**
 * Counts one change if any rows have changed. Other replicas see by the number that there is news.
 * @returns the number of the newest change
 */
export async function countUp(db: Db, rows: number): Promise<number> {
  if (rows === 0) {
    return (await db.selectFrom('club_changes').select('n').executeTakeFirstOrThrow()).n
  }
  const { n } = await db
    .updateTable('club_changes')
    .set((eb) => ({ n: eb('n', '+', 1) }))
    .returning('n')
    .executeTakeFirstOrThrow()
  return n
}
