import { flushCompileCache } from 'node:module'
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { ConfigError, readConfig } from './config.ts'

/** The process: environment, app, listen, graceful close. */

/** After SIGTERM what is in flight may take as long as any call or image may, and this much longer, milliseconds. */
const CLOSE_AFTER_MS = 5_000

/** A wrong setting is a sentence, not a stack. */
async function startOrExit() {
  try {
    const config = readConfig(process.env)
    return { config, app: await buildApp(config) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

const { config, app } = await startOrExit()
const delay = Math.max(config.upstreamTimeoutMs, config.frameTimeoutMs) + CLOSE_AFTER_MS
closeWithGrace({ delay, logger: app.log }, async ({ err }) => {
  if (err) app.log.error({ err }, 'the process ends on an error')
  await app.close()
})
await app.listen({ host: config.host, port: config.port })
// The next start finds what this one has compiled (compile-cache.js), however this one ends.
flushCompileCache()
if (config.apiBaseUrl === null) app.log.warn('API_BASE_URL is not set: every job route will say so')
