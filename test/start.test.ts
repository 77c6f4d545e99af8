import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import net from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { Settings } from '../src/config/settings.ts'
import { ROOT, startArguments } from './support/process/start-command.ts'
import { startProcess } from './support/process/start-process.ts'
import { closedPort } from './support/service/fault-server.ts'

const MODE = { AUTH: 'proxy', AUTH_PROXY_SECRET: 'a'.repeat(16), TRUSTED_PROXIES: '10.0.0.0/8' }
const NOT_STARTED: [string, Record<string, string>, RegExp, string[]?][] = [
  ['a wrong setting', { PORT: 'many' }, /^The settings are not valid:\n- PORT is "many"/],
  ['a misspelt setting', { PORT: 'many', API_BASEURL: 'a' }, /Is API_BASE_URL meant\?/],
  [
    'an address of another machine',
    { ...MODE, HOST: '192.0.2.1' },
    /^Touchline cannot listen on port \d+ of 192\.0\.2\.1: .* Set HOST/,
  ],
  ['a name of no machine', { ...MODE, HOST: 'nowhere.invalid' }, /the name leads to no address/],
  ['a file that is not there', { AUTH: 'basic', AUTH_PASSWORD_FILE: '/none' }, /cannot be read/],
  ['an option unheard of', {}, /^"--chek" is not an option of Touchline\. .*--check/, ['--chek']],
]
for (const [what, env, words, args] of NOT_STARTED) {
  t.test(`${what} stops the start with a sentence, however little is logged`, async (t) => {
    const settings = { PORT: String(await closedPort()), LOG_LEVEL: 'silent', ...env }
    const { ended, errors, lines } = startProcess(t, settings, args)
    t.equal((await ended)[0], 1)
    t.match(errors(), words)
    t.notMatch(errors(), /\n\s+at /, 'no stack')
    t.strictSame(lines(), [])
  })
}

t.test('a port that is taken stops the start with a sentence', async (t) => {
  const other = net.createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as net.AddressInfo
  const { ended, errors, lines } = startProcess(t, { PORT: String(port), LOG_LEVEL: 'silent' })
  t.equal((await ended)[0], 1)
  t.match(
    errors(),
    new RegExp(`^Touchline cannot listen on port ${port} of 127.0.0.1: another program`),
  )
  t.notMatch(errors(), /\n\s+at /, 'no stack')
  t.strictSame(lines(), [])
})

t.test('an older Node is named before any file of ours that it cannot read', async (t) => {
  for (const version of ['v20.20.2', 'v22.18.9']) {
    const older = `data:text/javascript,Object.defineProperty(process,'version',{value:'${version}'})`
    const command = [process.execPath, '--import', older, ...startArguments()] as const
    const { ended, errors } = startProcess(t, {}, [], command)
    t.equal((await ended)[0], 1)
    t.match(errors(), `Touchline needs Node.js 22.19 or newer, and this is ${version}.`)
  }
  const names = readFileSync(join(ROOT, 'src/compile-cache.js'), 'utf8')
  t.notMatch(names, /import \{[^}]*\} from 'node:module'/, 'a name that an older Node lacks')
})

t.test('--help says how to start, and every setting', async (t) => {
  const { ended, errors, lines } = startProcess(t, { PORT: 'many' }, ['--help'])
  t.equal((await ended)[0], 0)
  t.match(lines().join('\n'), 'npm start -- --check')
  for (const name of Object.keys(Settings.properties)) {
    t.ok(
      lines().some((line) => line.startsWith(`  ${name} `)),
      name,
    )
  }
  t.equal(errors(), '')
})

/** `npm run demo`, as package.json has it. */
const DEMO = [process.execPath, 'src/demo-server.ts'] as const

t.test('the demo says with --help how to start it, and does not start', async (t) => {
  for (const option of ['--help', '-h']) {
    const { ended, errors, lines } = startProcess(t, { PORT: 'many' }, [option], DEMO)
    t.equal((await ended)[0], 0)
    t.match(lines()[0], 'Touchline on simulated matches')
    for (const name of ['HOST', 'PORT', 'DEMO_SPEED']) {
      t.equal(lines().filter((line) => line.startsWith(`  ${name} `)).length, 1, name)
    }
    t.equal(errors(), '')
  }
})

t.test('an option that the demo does not have stops it with a sentence', async (t) => {
  const { ended, errors, lines } = startProcess(t, {}, ['--sped=10'], DEMO)
  t.equal((await ended)[0], 1)
  t.match(errors(), /^"--sped=10" is not an option of the demo\. There is --help and --club/)
  t.strictSame(lines(), [])
})

/** Prints the address of every module as it is loaded. */
const TELLING = `import { registerHooks } from 'node:module'
  registerHooks({ load: (url, context, next) => (console.log(url), next(url, context)) })`
const TELLS = [
  process.execPath,
  '--import',
  `data:text/javascript,${encodeURIComponent(TELLING)}`,
  ...startArguments(),
] as const

t.test('a start loads no part of a package that nobody here uses', async (t) => {
  const { ended, lines } = startProcess(t, {}, ['--compile'], TELLS)
  t.equal((await ended)[0], 0)
  const loaded = lines().filter((url) => url.includes('/node_modules/'))
  t.ok(loaded.some((url) => url.includes('/undici/lib/dispatcher/pool.js')))
  t.ok(
    loaded.some((url) => url.includes('/kysely/')),
    'what the list needs is compiled too',
  )
  const unused = /\/(ajv|@opentelemetry)\/|\/undici\/(index|lib\/(mock|web|interceptor))/
  t.strictSame(
    loaded.filter((url) => unused.test(url)),
    [],
  )
})

t.test('a start without a list loads nothing that only the list needs', async (t) => {
  for (const [database, loads] of [
    ['sqlite::memory:', true],
    ['off', false],
  ] as const) {
    const env = { PORT: String(await closedPort()), DATABASE_URL: database }
    const { child, ended, lines, until } = startProcess(t, env, [], TELLS)
    await until('Server listening')
    if (loads) await until('/kysely/')
    child.kill('SIGTERM')
    t.equal((await ended)[0], 0)
    t.equal(
      lines().some((line) => line.includes('/kysely/')),
      loads,
      database,
    )
  }
})
