import { flushCompileCache } from 'node:module'
import { buildApp } from './app.ts'
import { type Config, readConfig } from './config/index.ts'
import { misspeltInWords, misspeltSettings } from './config/misspelt.ts'
import { shownSettings } from './config/shown.ts'
import { endWhenTold } from './start/end.ts'
import { type ListenAddress, startFailure } from './start/failure.ts'
import { type Command, readArguments, usage } from './start/usage.ts'

/** The process: arguments, environment, app, listen, graceful end. */

/** After SIGTERM, requests get the longest time of a call or an image, and this much more, milliseconds. */
const CLOSE_AFTER_MS = 5_000

const misspelt = misspeltSettings(process.env).map(misspeltInWords)
const place: ListenAddress = { host: '', port: 0 }
const asked = readArguments(process.argv.slice(2))

try {
  if ('fault' in asked) exit(1, asked.fault)
  else await obey(asked.command)
} catch (error) {
  exit(1, [startFailure(error, place), ...misspelt].join('\n'))
}

async function obey(command: Command) {
  if (command === 'help') return console.log(usage())
  if (command === 'compile') return compile()
  const config = readConfig(process.env)
  Object.assign(place, { host: config.host, port: config.port })
  await (command === 'check' ? check(config) : start(config))
}

async function start(config: Config) {
  const app = await buildApp(config)
  const delay = Math.max(config.upstreamTimeoutMs, config.frameTimeoutMs) + CLOSE_AFTER_MS
  endWhenTold(app, delay, () => app.close())
  await app.listen({
    ...place,
    listenTextResolver: (address) => `Server listening at ${address}${config.basePath}/`,
  })
  // The next start finds what this one has compiled (compile-cache.js), however this one ends.
  flushCompileCache()
  for (const words of misspelt) app.log.warn(words)
  if (config.apiBaseUrl === null) {
    app.log.warn('API_BASE_URL is not set: every job route will say so')
  }
}

/** Loads all that a start loads, so that the cache of compiled code holds it: a step of the Dockerfile. */
async function compile() {
  const app = await buildApp(readConfig({ LOG_LEVEL: 'silent', DATABASE_URL: 'sqlite::memory:' }))
  await app.ready()
  await app.close()
  flushCompileCache()
}

/** Prints the settings in effect and whether each service answers. The exit status is 1 if anything is wrong. */
async function check(config: Config) {
  const { checkWorld } = await import('./start/check.ts')
  const settings = shownSettings(process.env)
  const width = Math.max(...settings.map(({ name }) => name.length))
  for (const { name, value, isDefault } of settings) {
    console.log(`${name.padEnd(width)}  ${value || '-'}${isDefault && value ? ' (default)' : ''}`)
  }
  console.log('')
  const verdicts = [...misspelt.map((says) => ({ ok: false, says })), ...(await checkWorld(config))]
  for (const { ok, says } of verdicts) console.log(`${ok ? 'ok   ' : 'WRONG'}  ${says}`)
  if (config.frameSources.length === 0)
    console.log('       FRAME_SOURCES is not set: no image is shown.')
  process.exit(verdicts.every(({ ok }) => ok) ? 0 : 1)
}

/** Prints on standard error, because the log may be silent. */
function exit(status: number, words: string): never {
  console.error(words)
  process.exit(status)
}
