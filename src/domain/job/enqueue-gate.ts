import type { MISSING } from '../../errors/refusals.ts'
import { hasTarget } from '../player/target-standing.ts'
import type { Job } from './job.ts'

/** The upstream's own names for what an analysis needs (docs/contract.md#enqueue). */
export type Missing = keyof typeof MISSING

/**
 * What is missing before the analysis may start; empty means that it may. A player reference counts
 * with a track id or a box, `{}` does not (docs/architecture.md#enqueue-gate). This is the gate of scripts and
 * pages alike; pages ask more, because they know what the analyst means (`permission`).
 */
export function enqueueGate(job: Pick<Job, 'playerRef' | 'target'>): Missing[] {
  const missing: Missing[] = []
  if (job.playerRef === null) missing.push('player_ref')
  if (!hasTarget(job)) missing.push('target')
  return missing
}
