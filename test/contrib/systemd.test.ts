import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import t from 'tap'
import { readConfig } from '../../src/config/index.ts'
import { misspeltSettings } from '../../src/config/misspelt.ts'
import { SYSTEMD, withoutPart } from '../support/parts/parts.ts'
import { ROOT, startArguments } from '../support/process/start-command.ts'

/** The most that `systemd-analyze security` may find, tenths: 1.3 of 10 in version 252. */
const MOST_EXPOSURE = 20
const read = (name: string) => readFileSync(join(ROOT, 'contrib/systemd', name), 'utf8')

t.test('the unit runs what npm start runs', async (t) => {
  t.match(read('touchline.service'), `ExecStart=/usr/bin/node ${startArguments().join(' ')}\n`)
})

t.test('its settings are ours, and right', async (t) => {
  const env = parseEnv(read('touchline.env')) as Record<string, string>
  t.strictSame(misspeltSettings(env), [])
  const passwords = join(t.testdir({ passwords: '' }), 'passwords')
  const config = readConfig({ ...env, AUTH_PASSWORD_FILE: passwords })
  t.equal(config.auth.mode, 'basic')
  const database = /^Environment=DATABASE_URL=(.*)$/m.exec(read('touchline.service'))?.[1]
  t.match(readConfig({ DATABASE_URL: database }).database, { kind: 'sqlite' })
})

t.test('systemd takes the unit, and finds it closed', { skip: withoutPart(SYSTEMD) }, async (t) => {
  const unit = join(t.testdir({}), 'touchline.service')
  // It looks for the program and its folder.
  const text = read('touchline.service').replaceAll('/usr/bin/node', process.execPath)
  writeFileSync(unit, text.replaceAll('/opt/touchline', ROOT))
  const verify = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' })
  t.equal(verify.status, 0)
  t.equal(verify.stderr, '')
  const args = ['security', '--offline=true', `--threshold=${MOST_EXPOSURE}`, unit]
  const security = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
  t.equal(security.status, 0, security.stdout.slice(-200))
})
