import type { Selectable } from 'kysely'
import type { JobFacts, JobPeople, ListedJob } from '../../domain/club/listed-job.ts'
import { orderOf, rankOf } from '../../domain/club/place.ts'
import type { Rating } from '../../domain/club/rating.ts'
import { folded } from '../../domain/club/words.ts'
import { hashOf } from '../../domain/job/live-state.ts'
import type { JobsTable } from './tables.ts'

/** What a look has found, and the people that are known for the job. */
export interface SeenJob {
  facts: JobFacts
  people: JobPeople
  /** When the job was seen, milliseconds since the epoch. */
  at: number
  /** Null: the job has no rating. Absent: this look does not tell, or the list has this rating already. */
  rating?: Rating | null
}

/** The row of a job that is new to the list. `store.ts` keeps parts of an older row. */
export function rowOf({ facts, people, at }: SeenJob): JobsTable {
  const [created, acted] = [folded(people.createdBy ?? ''), folded(people.actedBy ?? '')]
  // At the first look only the service knows since when the job is in its state. Its clock may be ahead of ours.
  const since = Math.min(facts.updatedAt ?? facts.createdAt ?? at, at)
  return {
    job_id: facts.jobId,
    status: facts.status,
    state: facts.state,
    step: facts.step,
    outcome: facts.outcome,
    headline: facts.headline,
    percent: facts.percent,
    player_name: facts.playerName,
    team_name: facts.teamName,
    shirt_number: facts.shirtNumber,
    role: facts.role,
    category: facts.category,
    video: facts.video,
    warnings: JSON.stringify(facts.warnings),
    reusable: facts.reusable ? 1 : 0,
    end_key: facts.end,
    created_at: facts.createdAt,
    updated_at: facts.updatedAt,
    created_by: people.createdBy,
    added_by: people.addedBy,
    added_at: at,
    acted_by: people.actedBy,
    acted_at: people.actedAt,
    since,
    gone: 0,
    rank: rankOf(facts.state),
    list_order: orderOf(facts.state, since),
    search: ` ${searchTextOf(facts)} ${created} ${acted}`,
    created_text: created,
    acted_text: acted,
    digest: factsDigestOf(facts),
    looked_at: at,
  }
}

/**
 * Grows when the same facts get other words for the search. The next look then rewrites the rows that a replica of an
 * older version has written.
 */
const WORDS = 4

/** Looks with the same digest have found the same. */
export function factsDigestOf(facts: JobFacts): string {
  return hashOf(JSON.stringify([WORDS, facts]))
}

/** Leaves out times, which a search compares as numbers: with them, shirt 26 was found in all of the year 2026. */
function searchTextOf(facts: JobFacts): string {
  const { playerName, teamName, shirtNumber, role, category, video, headline, state } = facts
  const all = [playerName, teamName, shirtNumber, role, category, video, headline, state]
  return folded(all.filter((one) => one !== null).join(' '))
}

export function listedOf(row: Selectable<JobsTable>): ListedJob {
  return {
    jobId: row.job_id,
    status: row.status as ListedJob['status'],
    state: row.state as ListedJob['state'],
    step: row.step as ListedJob['step'],
    outcome: row.outcome as ListedJob['outcome'],
    headline: row.headline,
    percent: row.percent,
    playerName: row.player_name,
    teamName: row.team_name,
    shirtNumber: row.shirt_number,
    role: row.role,
    category: row.category,
    video: row.video,
    warnings: JSON.parse(row.warnings),
    reusable: row.reusable === 1,
    end: row.end_key,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    createdBy: row.created_by,
    addedBy: row.added_by,
    addedAt: row.added_at,
    actedBy: row.acted_by,
    actedAt: row.acted_at,
    since: row.since,
    gone: row.gone === 1,
  }
}
