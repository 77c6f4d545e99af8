import type { Job } from './job.ts'
import { hashOf } from './live-state.ts'

/**
 * Names what people have chosen in a job: the service's attempt, which each of their changes makes anew, and on
 * versions without attempts (docs/contract.md#versions) the stored player and boxes. Null while nothing is chosen.
 */
export function versionOf({
  attemptId,
  playerRef,
  target,
}: Pick<Job, 'attemptId' | 'playerRef' | 'target'>): string | null {
  if (attemptId !== null) return attemptId
  if (playerRef === null && !target.confirmed && target.selections.length === 0) return null
  const player = playerRef && [playerRef.trackId, playerRef.box]
  return `stored-${hashOf(JSON.stringify([player, target.confirmed, target.selections]))}`
}
