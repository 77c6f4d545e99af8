import { Migrator } from 'kysely/migration'
import type { Database } from '../../config/database.ts'
import type { ClubStore } from '../types.ts'
import { migrations } from './migrations/index.ts'
import type { Told } from './notices/ends.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'
import { createStore } from './store.ts'

export interface OpenStore {
  store: ClubStore
  /** False once the file of the database was deleted or replaced. */
  isThere(): boolean
}

const NOBODY: Told = { hooks: [], resultUrl: () => null }

/** Opens the database, brings its tables up to date, and writes once. Throws the error that prevents it. */
export async function openStore(
  database: Exclude<Database, { kind: 'off' }>,
  onLost: (error: Error) => void,
  told: Told = NOBODY,
): Promise<OpenStore> {
  const { db, isThere } =
    database.kind === 'sqlite'
      ? openSqlite(database.file)
      : await openPostgres(database.url, onLost)
  try {
    const migrator = new Migrator({
      db,
      provider: migrations,
      migrationTableName: 'club_migrations',
      migrationLockTableName: 'club_migrations_lock',
    })
    const { error } = await migrator.migrateToLatest()
    if (error !== undefined) throw error
    const store = createStore(db, told)
    await store.prove()
    return { store, isThere }
  } catch (error) {
    await db.destroy()
    throw error
  }
}
