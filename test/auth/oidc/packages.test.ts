import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { ROOT } from '../../support/process/start-command.ts'
import { settingsFor } from '../../support/sign-in/provider.ts'

/** As Node says it where the optional packages were left out. */
const WITHOUT = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  registerHooks({
    resolve(specifier, context, next) {
      if (!['openid-client', 'jose'].includes(specifier)) return next(specifier, context)
      throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
    },
  })`)}`

t.test('without the optional packages the start says so in a sentence', async (t) => {
  const settings = { ...settingsFor('http://127.0.0.1:1'), API_BASE_URL: '', PORT: '0' }
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--import', WITHOUT, join(ROOT, 'src/server.ts')],
    { env: { PATH: process.env['PATH'] ?? '', ...settings }, encoding: 'utf8', timeout: 30_000 },
  )
  t.equal(status, 1)
  t.match(
    stderr + stdout,
    /AUTH is oidc, but the optional package (openid-client|jose) is not installed\. Install it with npm ci, without --omit=optional\./,
  )
  t.notMatch(stderr + stdout, /at \w+ \(/, 'no stack')
})
