import t from 'tap'
import { makeToken } from '../../src/auth/tokens.ts'
import { basic, bearer, guarded, PASSWORD } from '../support/guarded-app.ts'

const READ = '/api/jobs/j1'

t.test(
  'who signs in stands in the log once, with role and way, until ten minutes later',
  async (t) => {
    let now = 1_000_000
    const { ask, reader, logged, close } = await guarded(t, {}, () => now)
    for (let i = 0; i < 5; i += 1) {
      await ask(READ, { headers: basic('anna', PASSWORD) })
      await ask(READ, { headers: bearer(reader) })
    }
    now += 10 * 60_000
    await ask(READ, { headers: basic('anna', PASSWORD) })
    await close()
    const anna = { level: 30, user: 'anna', role: 'analyst', by: 'password', remoteAddress: String }
    t.match(
      logged().filter(({ msg }) => msg === 'signed in'),
      [anna, { user: 'nightly', role: 'viewer', by: 'token' }, anna],
    )
  },
)

t.test('a failed try names a known name, and of any other the length alone', async (t) => {
  const { ask, logged, logs, close } = await guarded(t)
  await ask(READ, { headers: basic('anna', 'c4na4y-password') })
  await ask(READ, { headers: basic('c4na4y-typed-in-the-wrong-field', '') })
  await ask(READ, { headers: basic(`c4na4y${'x'.repeat(5_000)}`, 'a') })
  await ask(READ, { headers: { authorization: 'Basic !!!' } })
  await ask(READ, { headers: bearer(`${makeToken()}c4na4y`) })
  await close()
  const tried = logged()
    .filter(({ msg }) => msg === 'wrong credentials')
    .map(({ by, tried }) => [by, tried])
  t.strictSame(tried, [
    ['password', 'anna'],
    ['password', 'an unknown name of 31 characters'],
    ['password', 'an unknown name of 5006 characters'],
    ['password', 'no name'],
    ['token', null],
  ])
  t.notMatch(logs.join(''), /c4na4y/)
})
