import type { Test } from 'tap'
import { MISHAPS, startFaultyUpstream } from '../../soak/faulty-upstream.ts'
import { startMeasured } from '../process/measured-process.ts'

/** How often the service stumbles. */
const STUMBLES = 0.2
/** A 500 of the service would look like one of ours. */
const MISHAPS_WITHOUT_500 = MISHAPS.filter((mishap) => mishap !== 'error 500')
/** Where a client can leave in the middle of an answer. */
const STALLED_IMAGES = 0.5

/**
 * A Touchline process in front of a service and a store that stumble as `random` says. All its jobs run, so no page
 * looks at shirts: such a look goes on for up to a minute after its client has left.
 */
export async function startOddTouchline(t: Pick<Test, 'teardown'>, random: () => number) {
  const upstream = await startFaultyUpstream((path) => {
    if (path.startsWith('/frames/') && random() < STALLED_IMAGES) return 'stops in the middle'
    if (random() >= STUMBLES) return null
    return MISHAPS_WITHOUT_500[Math.floor(random() * MISHAPS_WITHOUT_500.length)]!
  })
  t.teardown(upstream.close)
  const images = `${upstream.url}/frames/`
  const touchline = await startMeasured(t, {
    API_BASE_URL: upstream.url,
    FRAME_SOURCES: images,
    FRAME_NETWORKS: '127.0.0.0/8',
    UPSTREAM_TIMEOUT_MS: '1000',
    // Too long to end a stalled image: only its client does.
    FRAME_TIMEOUT_MS: '600000',
    FRAME_CACHE_MB: '4',
  })
  return { touchline, images }
}
