import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { Tables } from './tables.ts'

/** Milliseconds to wait while another process writes. This process does nothing else meanwhile. */
const BUSY_MS = 100

/**
 * Opens a database in memory or in one file, which is made if it is missing. Throws Node's error if the file cannot be
 * opened or is not a database.
 */
export function openSqlite(file: string) {
  const inMemory = file === ':memory:'
  if (!inMemory) makeFile(file)
  const sqlite = new DatabaseSync(file, { timeout: BUSY_MS })
  try {
    // The check comes before any write: a damaged file is left as it is.
    const [check] = sqlite.prepare('pragma quick_check(1)').all() as { quick_check: string }[]
    if (check?.quick_check !== 'ok') throw new Error(`the file is damaged (${check?.quick_check})`)
    // WAL lets others read while one writes. A commit then does not wait for the disk, and a crash of the machine
    // loses the last seconds. The list fills itself again, but what people did then, such as revoking a link, is lost.
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
 * Tells if the files are still those that were opened: SQLite goes on writing into a deleted file. SQLite makes the
 * second file with the first change, and puts the newest changes there.
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
 * SQLite can roll back a step that made tables, like any other (sqlite.org/lang_transaction.html). Kysely expects the
 * dialect to say so. Without it, a process that is killed in the middle of a step leaves half of the step.
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

/** Lets only the owner read the file, as it has names of players. SQLite gives the files beside it the same rights. */
function makeFile(file: string) {
  makeFolder(dirname(file))
  // Opening a pipe blocks until its other end is opened.
  const found = statSync(file, { throwIfNoEntry: false })
  if (found && !found.isFile()) throw new Error('it is no ordinary file')
  closeSync(openSync(file, 'a', 0o600))
}

/**
 * Makes a folder and those above it. `recursive` will not do: with it, Node never returns if a folder exists but says
 * that it does not, as the folders below /proc do.
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

/** Names a file on its disk; null if there is none, or nobody may look. */
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

/** More statements than the store has: a list of ids has one for each of its lengths. */
const MOST_PREPARED = 200

/** Kysely expects `better-sqlite3`, which takes its values as a list and tells which statements give rows. */
function forKysely(sqlite: DatabaseSync) {
  // Preparing a search costs half as much as the search.
  const prepared = new LRUCache<string, ReturnType<typeof prepare>>({
    max: MOST_PREPARED,
    memoMethod: prepare,
  })

  function prepare(text: string) {
    const statement = sqlite.prepare(text)
    const names = statement.columns().map(({ name }) => name)
    // Rows as Node makes them are read slowly: with 32 columns that took a third of a page's time.
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
      // A full disk may have ended the transaction already. A rollback that fails would hide this reason.
      if (text === 'rollback' && !sqlite.isTransaction) return NOTHING
      return prepared.memo(text)
    },
  }
}
