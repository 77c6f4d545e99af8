import { buildApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config/index.ts'

/** Touchline as production builds it, at the pace of the first argument; tells its parent when it listens. */
const config = readConfig(process.env)
const app = await buildApp(config, { pace: JSON.parse(process.argv[2] ?? '{}') })
await app.listen({ host: config.host, port: config.port })
process.send?.('listening')
