import type { Job } from './job.ts'
import { hashOf } from './live-state.ts'

/**
 * An id for what people have chosen in a job. It is the service's attempt, because each choice makes a new attempt.
 * Versions without attempts (docs/contract.md#versions) get a hash of the stored player and boxes. Null if nothing
 * is chosen.
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
