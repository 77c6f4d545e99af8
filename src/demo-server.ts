import { buildApp } from './app.ts'
import { readConfig } from './config/index.ts'
import { buildDemoUpstream } from './demo/upstream.ts'
import { endWhenTold } from './start/end.ts'
import { type ListenAddress, startFailure } from './start/failure.ts'
import { demoUsage, readDemoArguments } from './start/usage.ts'

/** `npm run demo`: the embedded upstream, and Touchline pointed at it. Reads `PORT`, `HOST` and `DEMO_SPEED`. */

const CLOSE_AFTER_MS = 5_000

// The demo holds nothing worth guarding, so it may listen on any address without asking who enters.
const place: ListenAddress = { host: process.env['HOST'] || '127.0.0.1', port: 0 }

const asked = readDemoArguments(process.argv.slice(2))

try {
  if ('fault' in asked) exit(asked.fault)
  else if (asked.command === 'help') console.log(demoUsage())
  else await start(asked.club)
} catch (error) {
  exit(startFailure(error, place))
}

async function start(club: boolean) {
  const speed = Number(process.env['DEMO_SPEED'] || 1)
  if (!(speed > 0 && speed <= 1000)) {
    exit(
      'DEMO_SPEED must be a number above 0 and at most 1000: how much faster than real time jobs progress.',
    )
  }
  const demo = buildDemoUpstream({ speed, club })
  const upstream = await demo.listen({ host: '127.0.0.1', port: 0 })
  const config = readConfig({
    LOG_LEVEL: 'warn',
    ...process.env,
    HOST: '127.0.0.1',
    API_BASE_URL: upstream,
    FRAME_SOURCES: `${upstream}/fnh/`,
    FRAME_NETWORKS: '127.0.0.0/8',
    // The simulated jobs end with the process, and so does the list of them.
    DATABASE_URL: 'sqlite::memory:',
  })
  place.port = config.port
  const app = await buildApp(config, {
    demoJobs: demo.demoJobs().map(({ id }) => id),
    anyHost: true,
  })
  endWhenTold(app, CLOSE_AFTER_MS, async () => {
    await app.close()
    await demo.close()
  })
  const url = await app.listen({ ...place })
  console.log(`Touchline, with simulated matches: ${url}${config.basePath}/`)
  console.log(`Its simulated service: ${upstream}, with images below ${upstream}/fnh/`)
  // The list knows a job only after it was read.
  for (const id of [...demo.demoJobs().map(({ id }) => id), ...demo.demoClub()]) {
    await app.jobs.read(id, app.live.context(), 'full').catch(() => {})
  }
}

/** Ends the process with a sentence, not a stack. */
function exit(words: string): never {
  console.error(words)
  process.exit(1)
}
