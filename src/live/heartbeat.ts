import type { Background } from '../lib/background.ts'
import { message } from './sse.ts'

/** Keeps proxies from closing a quiet stream. No reader notices it. */
const COMMENT = ':\n\n'

/** Sends each audience a heartbeat. @param everyMs milliseconds between two of them */
export function sendHeartbeats(
  background: Pick<Background, 'every'>,
  everyMs: number,
  audiences: Iterable<{ heartbeat(): void }>,
) {
  background.every('live heartbeat', everyMs, () => {
    for (const audience of audiences) audience.heartbeat()
  })
}

/** Pages listen for heartbeats, and say when none comes; scripts do not. @param everyMs milliseconds until the next one */
export function heartbeatText(isHeard: boolean, everyMs: number): string {
  return isHeard ? message(String(everyMs), { event: 'alive' }) : COMMENT
}
