import { buildApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config/index.ts'

/** Touchline as production builds it, with the pace and the clock of the first argument; tells its parent when it has its list. */
const { clubPace, aheadMs } = JSON.parse(process.argv[2] ?? '{}')
const config = readConfig(process.env)
const app = await buildApp(config, { clubPace, now: () => Date.now() + aheadMs })
await app.listen({ host: config.host, port: config.port })
process.send?.('listening')
