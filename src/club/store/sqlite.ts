import { closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import type { Tables } from './tables.ts'

/** Another process may be writing, milliseconds. Nothing else happens in this one meanwhile. */
const BUSY_MS = 100

/**
 * A database in one file, which is made if it is not there, or in memory. Throws what Node says where it cannot be
 * opened or is not a database.
 */
export function openSqlite(file: string) {
  const inMemory = file === ':memory:'
  if (!inMemory) makeFile(file)
  const sqlite = new DatabaseSync(file, { timeout: BUSY_MS })
  try {
    // Before anything is written: a damaged file is left as it is.
    const [check] = sqlite.prepare('pragma quick_check(1)').all() as { quick_check: string }[]
    if (check?.quick_check !== 'ok') throw new Error(`the file is damaged (${check?.quick_check})`)
    // WAL lets others read while one writes; a commit then does not wait for the disk, and a crash of the machine
    // loses the last seconds of an index that fills itself again.
    sqlite.exec('pragma journal_mode = wal; pragma synchronous = normal')
  } catch (error) {
    sqlite.close()
    throw error
  }
  const opened = inMemory ? null : identityOf(file)
  return {
    db: new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(sqlite) }) }),
    /** Whether the file is still the one that was opened: SQLite goes on writing into one that was deleted. */
    isThere: () => inMemory || identityOf(file) === opened,
  }
}

/** It holds names of players: its owner alone reads it. SQLite gives the files beside it the same rights. */
function makeFile(file: string) {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
}

function identityOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${found.dev}:${found.ino}` : null
}

/** Kysely speaks to `better-sqlite3`, which takes its values as a list and tells which statements give rows. */
function forKysely(sqlite: DatabaseSync) {
  return {
    close: () => sqlite.close(),
    prepare(text: string) {
      const statement = sqlite.prepare(text)
      const values = (list: readonly unknown[]) => list as SQLInputValue[]
      return {
        reader: statement.columns().length > 0,
        all: (list: readonly unknown[]) => statement.all(...values(list)),
        run: (list: readonly unknown[]) => statement.run(...values(list)),
        iterate: (list: readonly unknown[]) => statement.iterate(...values(list)),
      }
    },
  }
}
