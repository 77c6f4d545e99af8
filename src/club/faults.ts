import { isOwnError } from '../errors/own-error.ts'

/**
 * Tells an administrator why the database cannot be used. Null: the database can be used, and the statement or a value
 * is at fault.
 */
export function whyLost(error: unknown): string | null {
  if (isOwnError(error)) return null
  const { code, errcode, message } = error as { code?: unknown; errcode?: unknown; message: string }
  if (typeof errcode === 'number') return ofSqlite(errcode & 0xff, message)
  if (typeof code === 'string' && SQLSTATE.test(code)) return ofPostgres(code, message)
  return message
}

/** Leaves out codes of Node itself, such as EROFS, which may have five letters too. */
const SQLSTATE = /^(?!E[A-Z]{4}$)[0-9A-Z]{5}$/

/** `serialization_failure` and `deadlock_detected`: PostgreSQL asks to begin the transaction again. */
const AGAIN = new Set<unknown>(['40001', '40P01'])

/** True if another transaction was in the way: nothing of this one was done, so it can begin again. */
export function isInTheWay(error: unknown): boolean {
  return AGAIN.has((error as { code?: unknown }).code)
}

/** An older copy was put back, or the database was emptied. The next opening makes what is missing. */
const NOT_WHOLE =
  'a table of the list is missing: put a copy back, or take away all tables whose names begin with "club_", then new ones are made'
/** Somebody changed a table by hand: Touchline never removes a column. */
const NOT_OURS =
  'a column of the list is missing: put a copy back, or add the column again with the type that it had'
/** SQLite has the same code for a missing table and for a wrong statement. */
const NO_TABLE = /^no such table/
const NO_COLUMN = /^no such column|has no column named/
/** `undefined_table` and `undefined_column`. */
const NO_TABLE_CODE = '42P01'
const NO_COLUMN_CODE = '42703'

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
const OF_SQLITE: Record<number, string> = {
  5: 'another process keeps the file locked',
  6: 'another process keeps a table locked',
  8: 'the file cannot be written',
  10: 'the disk does not read or write the file',
  11: 'the file is damaged: put a copy back or move it away, then a new one is made',
  13: 'the disk is full',
  14: 'the file cannot be opened',
  23: 'the file may not be used',
  26: 'the file is no SQLite database: move it away or name another in DATABASE_URL',
}

function ofSqlite(code: number, message: string): string | null {
  const words = missingIn(message) ?? OF_SQLITE[code]
  return words === undefined ? null : `${words} (${message})`
}

function missingIn(message: string): string | undefined {
  if (NO_TABLE.test(message)) return NOT_WHOLE
  return NO_COLUMN.test(message) ? NOT_OURS : undefined
}

/** SQLSTATE classes that do not blame the server: a value that does not fit, a rule of the table, a statement. */
const OF_STATEMENT = /^(22|23|42)/
const NO_RIGHT = '42501'

function ofPostgres(code: string, message: string): string | null {
  if (code === NO_TABLE_CODE) return `${NOT_WHOLE} (${message})`
  if (code === NO_COLUMN_CODE) return `${NOT_OURS} (${message})`
  if (OF_STATEMENT.test(code) && code !== NO_RIGHT) return null
  return `PostgreSQL says: ${message} (${code})`
}
