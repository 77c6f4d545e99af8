import type { Test } from 'tap'
import { buildDemoUpstream, type DemoOptions } from '../../../src/demo/upstream.ts'
import { startApp } from '../app.ts'

/** How much faster than real time jobs run in tests that watch one. */
const QUICK = 60

/**
 * Touchline in front of the demo upstream, as `npm run demo` starts them, on free ports. `prepare` gives the demo
 * hooks before it listens.
 */
export async function startDemoApp(
  t: Pick<Test, 'teardown'>,
  options: DemoOptions = {},
  env: Record<string, string> = {},
  prepare: (demo: ReturnType<typeof buildDemoUpstream>) => void = () => {},
) {
  const demo = buildDemoUpstream({ speed: QUICK, ...options })
  prepare(demo)
  // Closed after Touchline: else it waits for the connections that Touchline keeps to it.
  t.teardown(() => demo.close())
  const upstream = await demo.listen({ port: 0, host: '127.0.0.1' })
  const app = await startApp(
    t,
    {
      API_BASE_URL: upstream,
      FRAME_SOURCES: `${upstream}/fnh/`,
      FRAME_NETWORKS: '127.0.0.0/8',
      ...env,
    },
    {
      demoJobs: demo.demoJobs().map(({ id }) => id),
      anyHost: true,
      clubPace: { writeMs: 50, newsMs: 50, sweepMs: 100 },
      pace: { busyMs: 100, idleMs: 200, longestMs: 500, silentMs: 1_000 },
    },
  )
  return { ...app, demo, upstream }
}
