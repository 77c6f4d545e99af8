import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Test } from 'tap'
import { findPostgres } from '../parts/parts.ts'
import { closedPort } from '../service/fault-server.ts'

const USER = 'touchline'

/**
 * A PostgreSQL server of its own, which ends with the test. It can be stopped and started again with what it holds.
 * Each `database` is a new and empty one.
 */
export async function startPostgres(t: Pick<Test, 'teardown'>) {
  const programs = findPostgres()
  if (programs === null) throw new Error('PostgreSQL is not installed')
  const data = mkdtempSync(join(tmpdir(), 'touchline-postgres-'))
  const owner = ownerOf()
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(data, owner.uid, owner.gid)
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', USER, '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    { ...owner, cwd: data, stdio: 'ignore' },
  )
  const port = await closedPort()
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
  const options = settings.flatMap((setting) => ['-c', setting])
  const addressOf = (database: string) => `postgres://${USER}@127.0.0.1:${port}/${database}`
  let child: ChildProcess | null = null
  let made = 0

  async function start() {
    child = spawn(join(programs!, 'postgres'), ['-D', data, '-p', String(port), ...options], {
      ...owner,
      cwd: data,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr!.on('data', (bytes) => {
      said += bytes
    })
    while (!said.includes('ready to accept connections')) {
      if (child.exitCode !== null) throw new Error(said)
      await once(child.stderr!, 'data')
    }
  }

  /** As an administrator stops it: connections are ended. */
  async function stop() {
    if (child === null || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGINT')
    await ended
  }

  await start()
  t.teardown(async () => {
    await stop()
    rmSync(data, { recursive: true, force: true })
  })
  return {
    start,
    stop,
    async database() {
      made += 1
      const name = `club_${made}`
      const client = new pg.Client(addressOf('postgres'))
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return addressOf(name)
    },
  }
}

/** It refuses to run as root. Debian's package brings a user of its own. */
function ownerOf(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
  const [, uid, gid] = /^(?:postgres|nobody):[^:]*:(\d+):(\d+):/m.exec(users) ?? []
  const [, own = uid, group = gid] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(users) ?? []
  return { uid: Number(own), gid: Number(group) }
}
