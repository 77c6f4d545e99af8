import { createHook } from 'node:async_hooks'
import t from 'tap'
import { hashPassword } from '../../src/auth/passwords.ts'
import { makeToken } from '../../src/auth/tokens.ts'
import { basic, bearer, CHEAP, guarded, PASSWORD } from '../support/guarded-app.ts'

const READ = '/api/jobs/j1'

t.test('eleven people who sign in from one address within a minute all enter', async (t) => {
  const hash = await hashPassword(PASSWORD, CHEAP)
  const names = Array.from({ length: 11 }, (_, i) => `anna${i}`)
  const people = Object.fromEntries(names.map((name) => [name, hash]))
  const { ask, app } = await guarded(t, {}, () => 1_000_000, people)
  for (const name of names) {
    t.equal((await ask(READ, { headers: basic(name, PASSWORD) })).status, 200, name)
  }
  t.equal(app.passwordChecks!.derived, 11)
})

t.test('ten wrong tokens from one address make it wait; a right one enters', async (t) => {
  let now = 1_000_000
  const { ask, reader } = await guarded(t, {}, () => now)
  for (let i = 0; i < 10; i += 1) {
    t.equal((await ask(READ, { headers: bearer(makeToken()) })).status, 401)
  }
  const waits = await ask(READ, { headers: bearer(makeToken()) })
  t.equal(waits.status, 429)
  t.match(waits.headers['retry-after'], /^[1-9]\d?$/)
  t.equal((await ask(READ, { headers: bearer(reader) })).status, 200)
  now += 60_000
  t.equal((await ask(READ, { headers: bearer(makeToken()) })).status, 401)
})

t.test('what was right is known for ten minutes and then looked at again', async (t) => {
  let now = 1_000_000
  const { ask, app } = await guarded(t, {}, () => now)
  const enter = async () => {
    t.equal((await ask(READ, { headers: basic('anna', PASSWORD) })).status, 200)
    return app.passwordChecks!.derived
  }
  t.equal(await enter(), 1)
  now += 10 * 60_000 - 1
  t.equal(await enter(), 1)
  now += 1
  t.equal(await enter(), 2)
})

t.test('an unknown name costs what a known one costs', async (t) => {
  const { ask, app } = await guarded(t)
  let scrypts = 0
  const hook = createHook({
    init(_id, type) {
      if (type === 'SCRYPTREQUEST') scrypts += 1
    },
  }).enable()
  t.teardown(() => hook.disable())
  const unreadable = { authorization: 'Basic !!!' }
  for (const headers of [basic('anna', 'wrong'), basic('nobody', 'wrong'), unreadable]) {
    const before = { scrypts, derived: app.passwordChecks!.derived }
    t.equal((await ask(READ, { headers })).status, 401)
    t.equal(scrypts, before.scrypts + 1, 'a password was really derived')
    t.equal(app.passwordChecks!.derived, before.derived + 1)
  }
})

t.test('a wrong password is looked at and counted each time it comes', async (t) => {
  const { ask, app } = await guarded(t, {}, () => 1_000_000)
  for (let i = 1; i <= 10; i += 1) {
    t.equal((await ask(READ, { headers: basic('anna', 'wrong') })).status, 401)
    t.equal(app.passwordChecks!.derived, i)
  }
  t.equal((await ask(READ, { headers: basic('anna', 'wrong') })).status, 429)
})
