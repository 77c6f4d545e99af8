import { chown, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { ConfigError } from '../config/index.ts'
import { ROLES, type Role } from '../domain/people/role.ts'
import { isPasswordHash } from './passwords.ts'
import { SCOPES, type Scope } from './tokens.ts'

/** Names of people and scripts. They appear in logs. */
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/
const TOKEN_HASH = /^[\w-]{43}$/

/** Only the owner may read passwords and tokens. */
const OWNER_ONLY = 0o600

export interface TokenOwner {
  name: string
  scope: Scope
}

export interface Person {
  /** Of the password. */
  hash: string
  role: Role
}

/** A line without a role, as older versions wrote it, names an analyst. */
const UNLESS_SAID: Role = 'analyst'

/**
 * Reads people by name, one a line: `name:scrypt:…:role`, the role optional. Throws `ConfigError` naming file and line.
 */
export async function readPasswordFile(path: string): Promise<Map<string, Person>> {
  const people = new Map<string, Person>()
  for (const { line, place } of await linesOf('AUTH_PASSWORD_FILE', path)) {
    const colon = line.indexOf(':')
    const [name, rest] = [line.slice(0, colon), line.slice(colon + 1)]
    const said = saidRole(rest)
    const hash = said === undefined ? rest : rest.slice(0, -said.length - 1)
    if (!NAME.test(name) || !isPasswordHash(hash)) throw notALine(place, 'npm run password')
    people.set(name, { hash, role: said ?? UNLESS_SAID })
  }
  if (people.size === 0) throw new ConfigError([`${path} names nobody. Use npm run password.`])
  return people
}

/** Reads somebody's role from a file whose other lines may be broken. A new name is an analyst. */
export async function roleInFile(path: string, name: string): Promise<Role> {
  const text = await readFile(path, 'utf8').catch((error) => ifMissing(error, ''))
  const line = text.split(/\r?\n/).findLast((line) => line.startsWith(`${name}:`))
  return saidRole(line?.trimEnd() ?? '') ?? UNLESS_SAID
}

function saidRole(line: string): Role | undefined {
  return ROLES.find((role) => line.endsWith(`:${role}`))
}

/** Reads owners by the hash of their token, one a line: `name:scope:hash`. Throws `ConfigError` as above. */
export async function readTokenFile(path: string): Promise<Map<string, TokenOwner>> {
  const owners = new Map<string, TokenOwner>()
  for (const { line, place } of await linesOf('AUTH_TOKEN_FILE', path)) {
    const [name = '', text, hash = '', ...more] = line.split(':')
    const scope = SCOPES.find((scope) => scope === text)
    if (!NAME.test(name) || !scope || !TOKEN_HASH.test(hash) || more.length > 0) {
      throw notALine(place, 'npm run token')
    }
    owners.set(hash, { name, scope })
  }
  return owners
}

/**
 * Writes the line of a name, or replaces the one that is there. The new file is written beside the old one and then
 * takes its place, so that no reader sees half of it. Only its owner may read it, whatever the old file allowed.
 */
export async function writeLine(path: string, name: string, rest: string): Promise<void> {
  const place = await realpath(path).catch((error) => ifMissing(error, path))
  const before = await readFile(place, 'utf8').catch((error) => ifMissing(error, ''))
  const others = before.split('\n').filter((line) => line !== '' && !line.startsWith(`${name}:`))
  const text = [...others, `${name}:${rest}`, ''].join('\n')
  const aside = `${place}.${process.pid}.new`
  try {
    await writeFile(aside, text, { mode: OWNER_ONLY, flag: 'wx', flush: true })
    await keepOwner(place, aside)
    await rename(aside, place)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}

function ifMissing<T>(error: NodeJS.ErrnoException, value: T): T {
  if (error.code === 'ENOENT') return value
  throw error
}

/** Keeps the owner of the old file: root may write it for the account that Touchline runs as. */
async function keepOwner(place: string, aside: string): Promise<void> {
  const old = await stat(place).catch((error) => ifMissing(error, null))
  if (old !== null && process.getuid?.() === 0) await chown(aside, old.uid, old.gid)
}

async function linesOf(setting: string, path: string) {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([`${setting} names ${path}, which cannot be read (${error.code}).`])
  })
  return text.split(/\r?\n/).flatMap((line, index) => {
    const isEntry = line.trim() !== '' && !line.startsWith('#')
    return isEntry ? [{ line: line.trim(), place: `${path}, line ${index + 1}` }] : []
  })
}

function notALine(place: string, command: string): ConfigError {
  return new ConfigError([`${place} is not an entry that ${command} writes.`])
}
