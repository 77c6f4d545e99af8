import { spawnSync } from 'node:child_process'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readPasswordFile, readTokenFile } from '../../src/auth/files.ts'
import { hashPassword, isPassword } from '../../src/auth/passwords.ts'
import { hashToken } from '../../src/auth/tokens.ts'
import { startApp } from '../support/app.ts'
import { CHEAP, PASSWORD } from '../support/guarded-app.ts'

t.test('a password is stored salted and slow, and known again', async (t) => {
  const [first, second] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)])
  t.match(first, /^scrypt:32768:8:3:[\w-]{22}:[\w-]{43}$/)
  t.not(first, second)
  t.ok(await isPassword(PASSWORD, first))
  t.notOk(await isPassword('other', first))
})

t.test('a password is the same however a keyboard composes its letters', async (t) => {
  const [composed, decomposed] = ['caf\u00e9 noir noir', 'cafe\u0301 noir noir']
  for (const stored of [composed, decomposed]) {
    const hash = await hashPassword(stored, CHEAP)
    for (const typed of [composed, decomposed]) t.ok(await isPassword(typed, hash))
    t.notOk(await isPassword('cafe noir noir', hash))
  }
})

t.test(
  'a file that is not as the commands write it stops the start and names its line',
  async (t) => {
    const folder = t.testdir({})
    const path = join(folder, 'file')
    const good = `anna:${await hashPassword(PASSWORD)}`
    for (const line of [
      'anna',
      'anna:plain',
      `:${good}`,
      good.slice(0, -1),
      `${good}:`,
      `${good}:owner`,
      `${good}:viewer:viewer`,
      `a b:${good.slice(5)}`,
    ]) {
      writeFileSync(path, `# people\n${good}\n\n${line}\n`)
      await t.rejects(readPasswordFile(path), { message: new RegExp(`${path}, line 4`) })
    }
    for (const line of [
      'a:read',
      'a:write:b',
      `a:read:${hashToken('b')}:c`,
      `a::${hashToken('b')}`,
    ]) {
      writeFileSync(path, `${line}\n`)
      await t.rejects(readTokenFile(path), { message: new RegExp(`${path}, line 1`) })
    }
    writeFileSync(path, '\n')
    await t.rejects(readPasswordFile(path), { message: /names nobody/ })
    await t.rejects(readPasswordFile(join(folder, 'none')), { message: /cannot be read/ })
    await t.rejects(startApp(t, { AUTH: 'basic', AUTH_PASSWORD_FILE: join(folder, 'none') }))
  },
)

t.test('the commands write files that only their owner reads', async (t) => {
  const folder = t.testdir({})
  const [passwords, tokens] = [join(folder, 'passwords'), join(folder, 'tokens')]
  const run = (command: string, args: string[], input = '') =>
    spawnSync(process.execPath, [`src/commands/${command}.ts`, ...args], {
      input,
      encoding: 'utf8',
    })

  t.equal(run('password', [passwords, 'anna'], `${PASSWORD}\n`).status, 0)
  t.equal(run('password', [passwords, 'ben'], 'another long one\n').status, 0)
  t.equal(run('password', [passwords, 'anna'], 'a newer password\n').status, 0)
  const people = await readPasswordFile(passwords)
  t.strictSame([...people.keys()].sort(), ['anna', 'ben'])
  t.ok(await isPassword('a newer password', people.get('anna')!.hash))
  t.equal(statSync(passwords).mode & 0o777, 0o600)
  t.equal(people.get('anna')!.role, 'analyst')
  const again = (...args: string[]) => run('password', [passwords, ...args], `${PASSWORD}\n`).status
  t.equal(again('anna', 'viewer'), 0)
  t.equal(again('anna'), 0)
  t.equal(again('anna', 'owner'), 1)
  const later = await readPasswordFile(passwords)
  t.equal(later.get('anna')!.role, 'viewer', 'a new password keeps the role')
  t.equal(later.get('ben')!.role, 'analyst')

  const made = run('token', [tokens, 'nightly', 'read'])
  const token = /^tl_[\w-]{43}$/m.exec(made.stdout)?.[0] ?? ''
  t.strictSame((await readTokenFile(tokens)).get(hashToken(token)), {
    name: 'nightly',
    scope: 'read',
  })
  t.equal(statSync(tokens).mode & 0o777, 0o600)
  t.equal(run('token', [tokens, 'importer', 'analyst']).status, 0)
  const scopes = [...(await readTokenFile(tokens)).values()].map(({ scope }) => scope)
  t.strictSame(scopes, ['read', 'read-write'], 'a role may stand for the scope')

  for (const [command, args, input] of [
    ['password', [passwords, 'anna'], 'short\n'],
    ['password', [passwords, 'a:b'], `${PASSWORD}\n`],
    ['password', [passwords], `${PASSWORD}\n`],
    ['token', [tokens, 'nightly', 'all']],
    ['token', [tokens, 'nightly', 'administrator']],
    ['token', [tokens]],
  ] as const) {
    t.equal(run(command, [...args], input).status, 1)
  }
})
