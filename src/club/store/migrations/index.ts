import { type Kysely, sql } from 'kysely'
import type { Migration, MigrationProvider } from 'kysely/migration'
import { makeFailures } from './failures.ts'
import { makeLinks } from './links.ts'
import { makeNotices } from './notices.ts'
import { findPeople } from './people-found.ts'
import { foldAgain } from './plain-letters.ts'
import { makeRatings } from './ratings.ts'
import { orderSearch } from './search-in-order.ts'
import { orderStates } from './states-in-order.ts'
import { makeTakenOff } from './taken-off.ts'
import { leaveIdsOut } from './without-ids.ts'
import { leaveTimesOut } from './without-times.ts'

/**
 * The steps from an empty database to the tables of `tables.ts`, by name and in order. A step that was released is
 * never changed: the next one changes its tables.
 */
const MIGRATIONS: Record<string, Migration> = {
  '2026-11-26-list': { up: makeList },
  '2026-11-26-reusable': { up: addReusable },
  '2026-11-26-visits': { up: makeVisits },
  '2026-11-27-ratings': { up: makeRatings },
  '2026-11-27-told': { up: makeNotices },
  '2026-11-27-unsigned-links': { up: makeLinks },
  '2026-11-27-wrong-credentials': { up: makeFailures },
  '2026-11-27b-search-in-order': { up: orderSearch },
  '2026-11-27c-taken-off': { up: makeTakenOff },
  '2026-11-27d-people-found': { up: findPeople },
  '2026-11-27e-states-in-order': { up: orderStates },
  '2026-11-27f-plain-letters': { up: foldAgain },
  '2026-11-27h-without-ids': { up: leaveIdsOut },
  '2026-11-27j-without-times': { up: leaveTimesOut },
}

export const migrations: MigrationProvider = { getMigrations: async () => MIGRATIONS }

async function makeList(db: Kysely<unknown>) {
  const { schema } = db
  await schema
    .createTable('club_jobs')
    .addColumn('job_id', 'text', (column) => column.primaryKey())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('headline', 'text')
    .addColumn('percent', 'integer')
    .addColumn('player_name', 'text')
    .addColumn('team_name', 'text')
    .addColumn('shirt_number', 'integer')
    .addColumn('role', 'text')
    .addColumn('category', 'text')
    .addColumn('video', 'text')
    .addColumn('warnings', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint')
    .addColumn('updated_at', 'bigint')
    .addColumn('created_by', 'text')
    .addColumn('added_by', 'text')
    .addColumn('added_at', 'bigint', (column) => column.notNull())
    .addColumn('acted_by', 'text')
    .addColumn('acted_at', 'bigint')
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('gone', 'integer', (column) => column.notNull())
    .addColumn('rank', 'integer', (column) => column.notNull())
    .addColumn('list_order', 'bigint', (column) => column.notNull())
    .addColumn('search', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('looked_at', 'bigint', (column) => column.notNull())
    .execute()
  await index(db, 'club_jobs', 'place', ['rank', 'list_order', 'job_id'])
  await index(db, 'club_jobs', 'state', ['state'])
  await schema
    .createTable('club_changes')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .execute()
  await sql`insert into club_changes (id, n) values (1, 0)`.execute(db)
  await schema
    .createTable('club_history')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('who', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('from_status', 'text')
    .execute()
  await index(db, 'club_history', 'job', ['job_id', 'at'])
  await schema
    .createTable('club_notes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('who', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .execute()
  await index(db, 'club_notes', 'job', ['job_id', 'at'])
  await schema
    .createTable('club_leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute()
}

/** Adds whether "Another player of this match" is offered. */
async function addReusable(db: Kysely<unknown>) {
  await db.schema
    .alterTable('club_jobs')
    .addColumn('reusable', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}

/** Makes the table of who has which job open. */
async function makeVisits(db: Kysely<unknown>) {
  await db.schema
    .createTable('club_visits')
    .addColumn('job_id', 'text', (column) => column.notNull())
    .addColumn('visitor', 'text', (column) => column.notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('name', 'text')
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('club_visits_key', ['job_id', 'visitor', 'holder'])
    .execute()
}

function index(db: Kysely<unknown>, table: string, name: string, columns: string[]) {
  return db.schema.createIndex(`${table}_${name}`).on(table).columns(columns).execute()
}
