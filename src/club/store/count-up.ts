import type { Db } from './tables.ts'

/**
 * Says that so many rows have changed: other replicas see by the number that there is news.
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
