import { join } from 'node:path'
import type { Test } from 'tap'
import type { Database } from '../../../src/config/database.ts'
import { startPostgres } from './postgres-server.ts'

/** The same promises for each kind of database. */
export type Kind = Exclude<Database, { kind: 'off' }>

export const KINDS: [string, (t: Test) => Promise<() => Promise<Kind>>][] = [
  ['SQLite in a file', async (t) => ofFile(t)],
  ['SQLite in memory', async () => async () => ({ kind: 'sqlite', file: ':memory:' })],
  ['PostgreSQL', ofPostgres],
]

function ofFile(t: Test) {
  const folder = t.testdir({})
  let made = 0
  return async (): Promise<Kind> => {
    made += 1
    return { kind: 'sqlite', file: join(folder, 'data', `${made}.db`) }
  }
}

async function ofPostgres(t: Test) {
  const server = await startPostgres(t)
  return async (): Promise<Kind> => ({ kind: 'postgres', url: await server.database() })
}
