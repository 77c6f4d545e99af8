import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { authPlugin } from './auth/plugin.ts'
import type { ClubPace } from './club/options.ts'
import { clubPlugin } from './club/plugin.ts'
import type { Config } from './config/index.ts'
import { addressesPlugin } from './http/addresses.ts'
import { assetsPlugin } from './http/assets/plugin.ts'
import { bodiesPlugin } from './http/bodies.ts'
import { drainPlugin } from './http/connections/drain.ts'
import { connectionsPlugin } from './http/connections/plugin.ts'
import { errorHandlerPlugin } from './http/error-handler.ts'
import { errorPagesPlugin } from './http/error-pages.ts'
import { pressurePlugin } from './http/pressure/plugin.ts'
import { recentJobsPlugin } from './http/recent-jobs.ts'
import { representationPlugin } from './http/representation.ts'
import { requestEndPlugin } from './http/request-end.ts'
import { requestIdOf, requestIdPlugin } from './http/request-id.ts'
import { createAskedAs } from './http/security/asked-as.ts'
import { hostPlugin } from './http/security/host.ts'
import { securityHeaders, securityPlugin } from './http/security/plugin.ts'
import { answerBadUrl, answerClientError, httpOptions, transportPlugin } from './http/transport.ts'
import { unkeptPlugin } from './http/unkept.ts'
import { unmatchedPlugin } from './http/unmatched.ts'
import { schemaController } from './http/validation.ts'
import { viewsPlugin } from './http/views.ts'
import { visitorPlugin } from './http/visitor.ts'
import { lostPicturesPlugin } from './images/lost-pictures.ts'
import { type ImagesOptions, imagesPlugin } from './images/plugin.ts'
import { shirtsPlugin } from './images/shirts.ts'
import { signedImagesPlugin } from './images/signed-images.ts'
import { backgroundPlugin } from './lib/background.ts'
import { livePlugin } from './live/plugin.ts'
import type { LivePace } from './live/watch.ts'
import { routes } from './routes/index.ts'
import { accessLogPlugin } from './telemetry/access-log.ts'
import { gaugesPlugin } from './telemetry/gauges.ts'
import { type LogStream, loggerOptions, loggerPlugin } from './telemetry/logger.ts'
import { metricsPlugin } from './telemetry/metrics.ts'
import { requestLogPlugin } from './telemetry/request-log.ts'
import { standardOutput } from './telemetry/standard-output.ts'
import { tracingPlugin } from './telemetry/tracing.ts'
import { jobLockPlugin } from './upstream/job-lock.ts'
import { jobsPlugin } from './upstream/jobs.ts'
import { upstreamPlugin } from './upstream/plugin.ts'
import { serviceFactsPlugin } from './upstream/service-facts.ts'
import { snapshotsPlugin } from './upstream/snapshots.ts'
import { createUrls } from './urls.ts'
import { SHEETS } from './view-models/sheets.ts'

declare module 'fastify' {
  interface FastifyInstance {
    config: Config
    /** Milliseconds since the epoch; tests fake it. */
    now: () => number
  }
}

/** What tests and the demo set: the clock, the resolver and dialler of images, where the log goes. */
export interface Overrides extends Pick<ImagesOptions, 'resolve' | 'openSocket'> {
  now?: () => number
  /** The demo's jobs, which a browser without recent jobs is shown. */
  demoJobs?: readonly string[]
  /** Takes any `Host`, though nobody signs in: for the demo, which holds nothing worth guarding. */
  anyHost?: boolean
  logStream?: LogStream
  /** How often watched jobs are looked at. */
  pace?: Partial<LivePace>
  /** How often the club's list is written and swept. */
  clubPace?: Partial<ClubPace>
}

/** Bytes from which an answer is compressed. Compressing a shorter answer gains too little. */
const COMPRESS_FROM = 1024
const COMPRESSED = /^(text\/(html|css|javascript|csv)|application\/javascript|image\/svg)/

/** The lowest quality at which brotli is smaller than gzip. It takes a millisecond for a page. */
const BROTLI_QUALITY = 5

/** Largest request body, bytes. The largest honest body has a few kB. */
const BODY_LIMIT = 1024 * 1024

/**
 * Builds the application, which does not listen yet: all options, and every plugin and route in the order in which they
 * act. Production and tests build the same application.
 */
export async function buildApp(
  config: Config,
  overrides: Overrides = {},
): Promise<FastifyInstance> {
  // The store has two hundred modules. Loaded later, they would hold up a process that is already judged by its delays.
  if (config.database.kind !== 'off') await import('./club/store/open.ts')
  const { basePath, publicOrigins } = config
  const { now = Date.now, demoJobs = [], logStream = standardOutput() } = overrides
  // A clock that nobody sets, for waits.
  const steadyNow = overrides.now ?? (() => performance.now())
  const headers = securityHeaders(config.frameSources.map(({ origin }) => origin))
  const askedAs = createAskedAs(config.trustedProxies)
  const app = Fastify({
    ...httpOptions,
    logger: loggerOptions(config.logLevel, logStream),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    schemaController,
    bodyLimit: BODY_LIMIT,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    frameworkErrors: answerBadUrl(headers),
    clientErrorHandler: answerClientError(headers),
  })

  app.decorate('config', config)
  app.decorate('now', now)

  await app.register(loggerPlugin, { stream: logStream })
  await app.register(requestEndPlugin)
  await app.register(backgroundPlugin)
  await app.register(connectionsPlugin, { now: steadyNow })
  await app.register(drainPlugin)
  await app.register(accessLogPlugin)
  await app.register(metricsPlugin)
  await app.register(requestIdPlugin)
  await app.register(tracingPlugin, { config })
  await app.register(securityPlugin, { headers, publicOrigins, askedAs })
  await app.register(unkeptPlugin, { below: createUrls(basePath, '').shared('') })
  await app.register(transportPlugin)
  if (config.auth.mode === 'none' && !overrides.anyHost) {
    await app.register(hostPlugin, { publicOrigins, askedAs })
  }
  await app.register(pressurePlugin)
  await app.register(authPlugin, { config, now })
  await app.register(requestLogPlugin, { stream: logStream })
  await app.register(addressesPlugin, { basePath })
  await app.register(representationPlugin)
  await app.register(unmatchedPlugin, { basePath })
  await app.register(bodiesPlugin)
  await app.register(upstreamPlugin, { config, now: steadyNow })
  await app.register(jobsPlugin)
  await app.register(jobLockPlugin)
  await app.register(serviceFactsPlugin, { now })
  await app.register(signedImagesPlugin, { now })
  await app.register(lostPicturesPlugin, { now })
  await app.register(livePlugin, { now, ...(overrides.pace ? { pace: overrides.pace } : {}) })
  await app.register(snapshotsPlugin)
  await app.register(clubPlugin, {
    database: config.database,
    webhooks: config.webhooks,
    resultUrl: (id) =>
      publicOrigins[0] === undefined
        ? null
        : publicOrigins[0] + createUrls(basePath, '').result(id),
    now,
    ...(overrides.resolve ? { resolve: overrides.resolve } : {}),
    ...(overrides.clubPace ? { pace: overrides.clubPace } : {}),
  })
  await app.register(imagesPlugin, {
    networks: config.frameNetworks,
    timeoutMs: config.frameTimeoutMs,
    maxBytes: config.frameMaxBytes,
    cacheBytes: config.frameCacheMb * 1_000_000,
    ...overrides,
  })
  await app.register(shirtsPlugin)
  // Compresses pages. Relayed answers and images go as they are, and assets are compressed once.
  await app.register(compress, {
    threshold: COMPRESS_FROM,
    encodings: ['br', 'gzip'],
    customTypes: COMPRESSED,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  })
  await app.register(gaugesPlugin, { log: logStream })
  await app.register(assetsPlugin, { basePath, sheets: SHEETS })
  await app.register(viewsPlugin, { basePath })
  await app.register(recentJobsPlugin, { basePath, defaults: demoJobs })
  await app.register(visitorPlugin, { basePath })
  await app.register(errorPagesPlugin)
  await app.register(errorHandlerPlugin)
  await app.register(routes, { prefix: basePath, demo: overrides.demoJobs !== undefined })
  return app
}
