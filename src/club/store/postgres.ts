import { Kysely, PostgresDialect } from 'kysely'
import type { CustomTypesConfig } from 'pg'
import type { Tables } from './tables.ts'

const CONNECTIONS = 4
/** Longest waits, milliseconds: a page does without the list after that. */
const CONNECT_MS = 2_000
const STATEMENT_MS = 3_000

/** OID of `bigint`, which `pg` gives as text: our times and counts are exact as numbers. */
const INT8 = 20

/** `onLost` hears that an idle connection broke. Throws if the package `pg` is not installed. */
export async function openPostgres(url: string, onLost: (error: Error) => void) {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS,
    application_name: 'touchline',
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
    } as CustomTypesConfig,
  })
  pool.on('error', onLost)
  // While a statement runs, the pool does not listen for errors, and an error that nobody hears ends the process. The
  // statement fails with the same error, and tells of it.
  pool.on('connect', (client) => client.on('error', () => {}))
  return { db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), isThere: () => true }
}
