import { type Kysely, sql } from 'kysely'
import { kindOf } from '../../../domain/club/kind.ts'
import { folded } from '../../../domain/club/words.ts'
import type { Tables } from '../tables.ts'

/**
 * Folds more letters, and lets a row's text begin with a space, as each of its words does. Only rows that change are
 * written one by one, because older replicas wait meanwhile.
 */
export async function foldAgain(db: Kysely<unknown>) {
  await foldJobs(db as Kysely<Tables>)
  await foldRatings(db as Kysely<Tables>)
}

async function foldJobs(db: Kysely<Tables>) {
  await sql`update club_jobs set search = ' ' || search`.execute(db)
  const rows = await db
    .selectFrom('club_jobs')
    .select(['job_id', 'search', 'created_text', 'acted_text'])
    .execute()
  for (const { job_id, ...texts } of rows) {
    const { search, created_text, acted_text } = texts
    const now = {
      search: folded(search),
      created_text: folded(created_text),
      acted_text: folded(acted_text),
    }
    if (isSame(now, texts)) continue
    await db.updateTable('club_jobs').set(now).where('job_id', '=', job_id).execute()
  }
}

/** Folds the words that tell players and kinds of results apart. The next look at a job writes its rating again. */
async function foldRatings(db: Kysely<Tables>) {
  const rows = await db
    .selectFrom('club_ratings')
    .select(['job_id', 'role', 'category', 'revision', 'model', 'player'])
    .execute()
  for (const { job_id, ...of } of rows) {
    const now = {
      ...of,
      role: folded(of.role),
      category: folded(of.category),
      player: foldedPlayer(of.player),
    }
    if (isSame(now, of)) continue
    await db
      .updateTable('club_ratings')
      .set({ ...now, kind: kindOf(now), digest: '' })
      .where('job_id', '=', job_id)
      .execute()
  }
}

/** `player` is a name in a team, or the id of a job whose player has no name: `playerOf` of `domain/club/rating.ts`. */
function foldedPlayer(player: string): string {
  const words: string[] = JSON.parse(player)
  return words.length === 1 ? player : JSON.stringify(words.map(folded))
}

function isSame<T extends Record<string, string>>(one: T, other: T): boolean {
  return Object.keys(one).every((name) => one[name] === other[name])
}
