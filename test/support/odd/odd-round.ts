import { setTimeout as pause } from 'node:timers/promises'
import type { Measured } from '../process/measured-process.ts'
import type { KnownRoute } from '../route-table.ts'
import { oddRequest, oddVisit } from './odd-client.ts'

const SIDE_BY_SIDE = 48

/** What nothing may be left in when everybody has gone; the one who asks has one request open. */
const EMPTY = {
  touchline_open_requests: 1,
  touchline_locked_jobs: 0,
  touchline_image_places: 0,
  touchline_event_streams: 0,
  touchline_watched_jobs: 0,
}

/**
 * Sends `visits` odd clients, a few dozen at a time, waits until nothing is held for them and counts
 * the statuses that they saw into `statuses`.
 * @returns memory after a collection, bytes
 */
export async function oddRound(
  touchline: Measured,
  options: {
    random: () => number
    routes: readonly KnownRoute[]
    images: string
    visits: number
    statuses: Map<number, number>
  },
): Promise<number> {
  const { random, routes, images, visits, statuses } = options
  let left = visits
  const visitor = async () => {
    for (; left > 0; left -= 1) {
      const visit = await oddVisit(random, touchline.port, () => oddRequest(random, routes, images))
      for (const status of visit.statuses) statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, visitor))
  for (const [name, wanted] of Object.entries(EMPTY)) {
    while ((await touchline.metric(name)) !== wanted) await pause(50)
  }
  return touchline.memory()
}

/** What the log holds that is a fault of ours, not of a client or of the service. */
export function issuesOf({ lines }: Measured): Record<string, unknown>[] {
  return lines.filter(
    ({ level, code, msg }) =>
      Number(level) >= 50 || code === 'INTERNAL_ERROR' || msg === 'background work failed',
  )
}
