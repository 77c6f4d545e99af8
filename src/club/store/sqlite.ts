import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely'
import { LRUCache } from 'lru-cache'
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
    // loses the last seconds. The list fills itself again; what people did in them, such as revoking a link, is lost.
    sqlite.exec('pragma journal_mode = wal; pragma synchronous = normal')
  } catch (error) {
    sqlite.close()
    throw error
  }
  const beside = `${file}-wal`
  return {
    db: new Kysely<Tables>({ dialect: new WholeSteps({ database: forKysely(sqlite) }) }),
    isThere: inMemory ? () => true : sameFiles([file, beside]),
  }
}

/**
 * Whether the files are still those that were opened: SQLite goes on writing into one that was deleted. The second
 * file, which it makes with the first change, has what was written last.
 */
function sameFiles(files: readonly string[]): () => boolean {
  const opened = files.map(identityOf)
  return () =>
    files.every((file, at) => {
      const now = identityOf(file)
      opened[at] ??= now
      return now !== null ? now === opened[at] : opened[at] === null
    })
}

/**
 * SQLite takes back a step that made tables, as it takes back anything else (sqlite.org/lang_transaction.html). Kysely
 * leaves it to the dialect to say so: without it a process that is killed in the middle of a step leaves half of it.
 */
class WholeSteps extends SqliteDialect {
  override createAdapter() {
    return new (class extends SqliteAdapter {
      override get supportsTransactionalDdl() {
        return true
      }
    })()
  }
}

/** It holds names of players: its owner alone reads it. SQLite gives the files beside it the same rights. */
function makeFile(file: string) {
  makeFolder(dirname(file))
  // Whoever opens a pipe waits for its other end.
  const found = statSync(file, { throwIfNoEntry: false })
  if (found && !found.isFile()) throw new Error('it is no ordinary file')
  closeSync(openSync(file, 'a', 0o600))
}

/**
 * Makes those above it too. Not by `recursive`: with that, Node never returns if a folder is there and says that it is
 * not, as those below /proc do.
 */
function makeFolder(folder: string) {
  if (existsSync(folder) || folder === dirname(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Null if there is none, or nobody may look. */
function identityOf(file: string): string | null {
  try {
    const { dev, ino } = statSync(file)
    return `${dev}:${ino}`
  } catch {
    return null
  }
}

const NOTHING = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  *iterate() {},
}

/** More texts than the store has: a list of ids makes one for each of its lengths. */
const MOST_PREPARED = 200

/** Kysely speaks to `better-sqlite3`, which takes its values as a list and tells which statements give rows. */
function forKysely(sqlite: DatabaseSync) {
  // Preparing a search costs half as much as the search.
  const prepared = new LRUCache<string, ReturnType<typeof prepare>>({
    max: MOST_PREPARED,
    memoMethod: prepare,
  })

  function prepare(text: string) {
    const statement = sqlite.prepare(text)
    const names = statement.columns().map(({ name }) => name)
    // Rows as Node makes them are read slowly: with 32 columns that cost a third of a page.
    statement.setReturnArrays(true)
    const rowOf = (cells: unknown) => {
      const row: Record<string, unknown> = {}
      for (const [at, name] of names.entries()) row[name] = (cells as unknown[])[at]
      return row
    }
    const values = (list: readonly unknown[]) => list as SQLInputValue[]
    return {
      reader: names.length > 0,
      all: (list: readonly unknown[]) => statement.all(...values(list)).map(rowOf),
      run: (list: readonly unknown[]) => statement.run(...values(list)),
      *iterate(list: readonly unknown[]) {
        for (const cells of statement.iterate(...values(list))) yield rowOf(cells)
      },
    }
  }

  return {
    close: () => sqlite.close(),
    prepare(text: string) {
      // A full disk has ended the transaction already. To say so would hide why.
      if (text === 'rollback' && !sqlite.isTransaction) return NOTHING
      return prepared.memo(text)
    },
  }
}
