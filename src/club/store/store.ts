import type { ClubStore } from '../types.ts'
import { createFailures } from './failures.ts'
import { createLinks } from './links.ts'
import type { Told } from './notices/ends.ts'
import { createNoticeStore } from './notices/notices.ts'
import { createReads } from './reads.ts'
import type { Db } from './tables.ts'
import { createTurns } from './turns.ts'
import { createVisits } from './visits.ts'
import { createWrites } from './writes.ts'

/** The list in a database: the same statements for SQLite and PostgreSQL. */
export function createStore(db: Db, told: Told): ClubStore {
  return {
    ...createReads(db),
    ...createWrites(db, told),
    ...createNoticeStore(db),
    ...createTurns(db),
    ...createVisits(db),
    ...createFailures(db),
    ...createLinks(db),
    close: () => db.destroy(),
  }
}
