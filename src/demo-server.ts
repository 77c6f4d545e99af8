import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { ConfigError, readConfig } from './config.ts'
import { buildDemoUpstream } from './demo/upstream.ts'

/** `npm run demo`: the embedded upstream, and Touchline pointed at it. `PORT`, `HOST` and `DEMO_SPEED` are honoured. */

const speed = Number(process.env['DEMO_SPEED'] || 1)
if (!(speed > 0 && speed <= 1000)) {
  console.error(
    'DEMO_SPEED must be a number above 0 and at most 1000: how much faster than real time jobs progress.',
  )
  process.exit(1)
}

const demo = buildDemoUpstream({ speed })
const upstream = await demo.listen({ host: '127.0.0.1', port: 0 })
// The demo holds nothing worth guarding, so it may listen on any address without asking who enters.
const host = process.env['HOST'] || '127.0.0.1'
const config = orExit(() =>
  readConfig({
    LOG_LEVEL: 'warn',
    ...process.env,
    HOST: '127.0.0.1',
    API_BASE_URL: upstream,
    FRAME_SOURCES: `${upstream}/fnh/`,
    FRAME_NETWORKS: '127.0.0.0/8',
  }),
)
const app = await buildApp(config, {
  demoJobs: demo.demoJobs().map(({ id }) => id),
  anyHost: true,
})

closeWithGrace({ delay: 5_000 }, async () => {
  await app.close()
  await demo.close()
})
const url = await app.listen({ host, port: config.port })
console.log(`Touchline, with simulated matches: ${url}/`)

/** A wrong setting is a sentence, not a stack. */
function orExit<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}
