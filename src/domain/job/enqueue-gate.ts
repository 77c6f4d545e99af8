import type { MISSING } from '../../errors/refusals.ts'
import { hasTarget } from '../player/target-standing.ts'
import type { Job } from './job.ts'

/** The upstream's own names for what an analysis needs (docs/contract.md#enqueue). */
export type Missing = keyof typeof MISSING

/**
 * What is missing before the analysis may start; empty if nothing is missing. A player reference counts only
 * with a track id or a box (docs/architecture.md#enqueue-gate). Scripts and pages both use this gate. Pages check
 * more (`permission`), because they know what the analyst means.
 */
export function enqueueGate(job: Pick<Job, 'playerRef' | 'target'>): Missing[] {
  const missing: Missing[] = []
  if (job.playerRef === null) missing.push('player_ref')
  if (!hasTarget(job)) missing.push('target')
  return missing
}
