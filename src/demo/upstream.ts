import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance } from 'fastify'
import { Demo, type DemoFaults } from './demo.ts'
import { DIALECTS, type Dialect } from './dialect.ts'
import { januaryRoutes } from './dialects/january.ts'
import { julyRoutes } from './dialects/july.ts'
import { addHttpManners } from './http/http-manners.ts'
import { Signer } from './http/signing.ts'
import { JobStore } from './job-store.ts'
import { objectRoutes } from './routes/pictures.ts'
import { clubIds, clubSeeds } from './seeds/club-seeds.ts'
import { type DemoJobListing, demoSeeds, listDemoJobs } from './seeds/demo-seeds.ts'
import { recordedSeeds } from './seeds/recorded-seeds.ts'

export interface DemoOptions {
  /** How much faster than real time jobs progress. Default 1: a run takes half a minute. */
  speed?: number
  /** Milliseconds since the epoch. Default `Date.now`. */
  now?: () => number
  /** July (default) or January revision of the job API. */
  dialect?: Dialect['revision']
  /** Origin in signed URLs, without a trailing slash. Default: the one that the request names. */
  publicOrigin?: string
  /** True to start with the scenario jobs. Default true. */
  seeds?: boolean
  /** With eleven rated strikers of one club. Default false. */
  club?: boolean
  logger?: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The scenario jobs that are worth showing; empty without seeds. */
    demoJobs(): DemoJobListing[]
    /** Rated strikers of one club; empty without `club`. */
    demoClub(): string[]
    /** Set one to true and the demo fails that way from then on. */
    demoFaults: DemoFaults
  }
}

/** Longer than any id that a client may send. */
const MAX_PARAM_LENGTH = 2000

/**
 * The job API over simulated matches, with the object store that serves their frames. The server does
 * not listen yet. It holds its jobs in memory and starts no timers, so closing it is enough.
 */
export function buildDemoUpstream(options: DemoOptions = {}): FastifyInstance {
  const { speed = 1, now = Date.now, seeds = true, club = false, publicOrigin = null } = options
  const dialect = DIALECTS[options.dialect ?? '67ab429']
  const jobs = new JobStore(dialect, now, speed)
  const demo = new Demo({ dialect, jobs, signer: new Signer(now), now, publicOrigin })
  const app = fastify({
    logger: options.logger ?? false,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    genReqId: ({ headers }) => String(headers['x-request-id'] || randomUUID()),
  })
  app.decorate('demoFaults', demo.faults)
  app.decorate('demoJobs', () => (seeds ? listDemoJobs() : []))
  app.decorate('demoClub', () => (club ? clubIds() : []))
  addHttpManners(app, demo)
  objectRoutes(app, demo)
  if (dialect.revision === '67ab429') julyRoutes(app, demo)
  else januaryRoutes(app, demo)
  if (seeds) {
    for (const seed of [...recordedSeeds(dialect, now()), ...demoSeeds(now())]) jobs.seed(seed)
  }
  if (club) for (const seed of clubSeeds(now())) jobs.seed(seed)
  return app
}
