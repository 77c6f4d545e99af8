import type { Kysely } from 'kysely'
import { kindOf } from '../../../domain/club/kind.ts'
import { folded } from '../../../domain/club/words.ts'
import type { Tables } from '../tables.ts'

/** More letters are folded, and a row's text begins with a space as each of its words does: rows that are there are written anew. */
export async function foldAgain(db: Kysely<unknown>) {
  await foldJobs(db as Kysely<Tables>)
  await foldRatings(db as Kysely<Tables>)
}

async function foldJobs(db: Kysely<Tables>) {
  const rows = await db
    .selectFrom('club_jobs')
    .select(['job_id', 'search', 'created_text', 'acted_text'])
    .execute()
  for (const { job_id, search, created_text, acted_text } of rows) {
    await db
      .updateTable('club_jobs')
      .set({
        search: ` ${folded(search)}`,
        created_text: folded(created_text),
        acted_text: folded(acted_text),
      })
      .where('job_id', '=', job_id)
      .execute()
  }
}

/** Players and kinds of results are told apart by folded words. The next look at a job writes its rating anew. */
async function foldRatings(db: Kysely<Tables>) {
  const rows = await db
    .selectFrom('club_ratings')
    .select(['job_id', 'role', 'category', 'revision', 'model', 'player'])
    .execute()
  for (const { job_id, player, ...of } of rows) {
    const words = { ...of, role: folded(of.role), category: folded(of.category) }
    await db
      .updateTable('club_ratings')
      .set({ ...words, kind: kindOf(words), player: folded(player), digest: '' })
      .where('job_id', '=', job_id)
      .execute()
  }
}
