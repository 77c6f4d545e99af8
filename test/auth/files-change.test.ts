import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createPasswordCheck } from '../../src/auth/basic.ts'
import { writeLine } from '../../src/auth/files.ts'
import { hashPassword } from '../../src/auth/passwords.ts'
import { hashToken, makeToken } from '../../src/auth/tokens.ts'
import { basic, bearer, CHEAP, guarded, PASSWORD } from '../support/guarded-app.ts'
import { connectGreedy, until } from '../support/process/greedy.ts'
import { json, READY_JOB, type Told } from '../support/service/upstream-server.ts'

const READ = '/api/jobs/j1'

/** Takes the line of a name out of a file. */
function remove(path: string, name: string) {
  const lines = readFileSync(path, 'utf8').split('\n')
  writeFileSync(path, lines.filter((line) => !line.startsWith(`${name}:`)).join('\n'))
}

t.test('whoever is taken out of the file of passwords is out, without a restart', async (t) => {
  const hash = await hashPassword(PASSWORD, CHEAP)
  const { ask, passwords } = await guarded(t, {}, Date.now, { anna: hash, ben: hash })
  const status = async (name: string) =>
    (await ask(READ, { headers: basic(name, PASSWORD) })).status
  t.equal(await status('ben'), 200)
  t.equal(await status('anna'), 200)
  remove(passwords, 'anna')
  await until(async () => (await status('anna')) === 401)
  t.equal(await status('ben'), 200, 'others stay')
})

t.test('an old password ends with the new one, and so do its event streams', async (t) => {
  const { ask, port, passwords } = await guarded(t)
  const { authorization } = basic('anna', PASSWORD)
  const stream = await connectGreedy(
    t,
    port,
    `GET ${READ}/events HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\n\r\n`,
  )
  stream.read()
  await until(() => stream.answers().includes('data: '))
  await writeLine(passwords, 'anna', await hashPassword('a newer password', CHEAP))
  await stream.closed
  t.equal((await ask(READ, { headers: { authorization } })).status, 401)
  t.equal((await ask(READ, { headers: basic('anna', 'a newer password') })).status, 200)
})

t.test('a stream that is being opened while its person is taken out is not begun', async (t) => {
  const hash = await hashPassword(PASSWORD, CHEAP)
  const people = { anna: hash, ben: hash }
  const { port, passwords, upstream, logged } = await guarded(t, {}, Date.now, people)
  const { authorization } = basic('anna', PASSWORD)
  const held = Promise.withResolvers<Told>()
  upstream.always(() => held.promise)
  const open = (path: string) =>
    connectGreedy(
      t,
      port,
      `GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: ${authorization}\r\n\r\n`,
    )
  const streams = [
    await open(`${READ}/events`),
    await open('/jobs/j1/stream'),
    await open('/jobs/j2/news/stream'),
    await open('/compare/news/stream?job=j3&job=j4'),
  ]
  for (const stream of streams) stream.read()
  await until(() => upstream.requests.length === 4)
  remove(passwords, 'anna')
  await until(() => logged().some(({ msg }) => String(msg).includes('was read again')))
  held.resolve(json(READY_JOB))
  for (const stream of streams) {
    await stream.closed
    t.equal(stream.answers(), '', 'not a word of the job')
  }
})

t.test('whoever is taken out while the password is checked does not enter', async (t) => {
  const people = new Map([['anna', { hash: await hashPassword(PASSWORD, CHEAP) }]])
  const checks = createPasswordCheck(() => people, Date.now)
  const value = basic('anna', PASSWORD).authorization.replace('Basic ', '')
  const asker = {
    client: 'one',
    signal: new AbortController().signal,
    begin: () => {},
    forgive: () => {},
  }
  const checked = checks.check(value, asker)
  while (checks.derived === 0) await null
  people.clear()
  await t.rejects(checked, { code: 'UNAUTHENTICATED' })
})

t.test('a token that is taken out of its file is no token any more, a new one is', async (t) => {
  const { ask, reader, tokens } = await guarded(t)
  t.equal((await ask(READ, { headers: bearer(reader) })).status, 200)
  const newer = makeToken()
  await writeLine(tokens, 'nightly', `read:${hashToken(newer)}`)
  await until(async () => (await ask(READ, { headers: bearer(reader) })).status === 401)
  t.equal((await ask(READ, { headers: bearer(newer) })).status, 200)
})

t.test('a file that cannot be read keeps what the old one said, and the log says so', async (t) => {
  const { ask, passwords, logged } = await guarded(t)
  const good = readFileSync(passwords)
  const said = (words: string) => logged().filter(({ msg }) => String(msg).includes(words))
  writeFileSync(passwords, `${good}nonsense\n`)
  await until(() => said('cannot be read').length > 0)
  t.match(said('cannot be read'), [
    { level: 50, file: passwords, reason: /line 2 is not an entry/ },
  ])
  t.notMatch(JSON.stringify(said('cannot be read')), 'nonsense')
  t.equal((await ask(READ, { headers: basic('anna', PASSWORD) })).status, 200)
  await writeLine(passwords, 'nonsense', await hashPassword(PASSWORD, CHEAP))
  writeFileSync(passwords, good)
  await until(() => said('was read again').length > 0)
  t.equal((await ask(READ, { headers: basic('anna', PASSWORD) })).status, 200)
})

t.test('a file that others may read is closed to them, and never seen half written', async (t) => {
  const folder = t.testdir({})
  const path = join(folder, 'passwords')
  writeFileSync(path, 'ben:scrypt:x\n', { mode: 0o644 })
  const before = statSync(path)
  t.equal(before.mode & 0o777, 0o644)
  await writeLine(path, 'anna', 'rest')
  const after = statSync(path)
  t.equal(after.mode & 0o777, 0o600)
  t.not(after.ino, before.ino, 'another file has taken its place')
  t.equal(readFileSync(path, 'utf8'), 'ben:scrypt:x\nanna:rest\n')
  t.strictSame(readdirSync(folder), ['passwords'], 'nothing is left aside')
})

t.test('a link to the file stays a link', async (t) => {
  const folder = t.testdir({})
  const [real, link] = [join(folder, 'real'), join(folder, 'link')]
  writeFileSync(real, '')
  symlinkSync(real, link)
  await writeLine(link, 'anna', 'rest')
  t.ok(lstatSync(link).isSymbolicLink())
  t.equal(readFileSync(real, 'utf8'), 'anna:rest\n')
})
