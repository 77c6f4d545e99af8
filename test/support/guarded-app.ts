import { join } from 'node:path'
import type { Test } from 'tap'
import { writeLine } from '../../src/auth/files.ts'
import { hashPassword } from '../../src/auth/passwords.ts'
import { hashToken, makeToken } from '../../src/auth/tokens.ts'
import { type App, startApp } from './app.ts'
import { startUpstream } from './service/upstream-server.ts'

export const PASSWORD = 'correct horse: battery'
/** The cost is written beside the hash; these tests ask often. */
export const CHEAP = { N: 1024, r: 8, p: 1 }
export const basic = (name: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
})
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

export interface Door extends App {
  reader: string
  writer: string
  /** The files of who may enter. */
  passwords: string
  tokens: string
  upstream: Awaited<ReturnType<typeof startUpstream>>
}

/** Touchline with a password of anna, or the hashes of `people`, and two tokens. */
export async function guarded(
  t: Test,
  env: Record<string, string> = {},
  now = Date.now,
  people?: Record<string, string>,
): Promise<Door> {
  const folder = t.testdir({})
  const [reader, writer] = [makeToken(), makeToken()]
  const [passwords, tokens] = [join(folder, 'passwords'), join(folder, 'tokens')]
  const hashes = people ?? { anna: await hashPassword(PASSWORD, CHEAP) }
  for (const [name, hash] of Object.entries(hashes)) await writeLine(passwords, name, hash)
  await writeLine(tokens, 'nightly', `read:${hashToken(reader)}`)
  await writeLine(tokens, 'importer', `read-write:${hashToken(writer)}`)
  const upstream = await startUpstream(t)
  const app = await startApp(
    t,
    {
      API_BASE_URL: upstream.url,
      AUTH_TOKEN_FILE: tokens,
      ...(env['AUTH'] === 'proxy' ? {} : { AUTH: 'basic', AUTH_PASSWORD_FILE: passwords }),
      ...env,
    },
    { now },
  )
  return { ...app, reader, writer, passwords, tokens, upstream }
}
