import { overlap } from '../box/box.ts'
import { matchFrame, SAME_TIME_SEC, trackOn } from '../frames/frame-matching.ts'
import type { Job, Selection } from '../job/job.ts'

/** The state of the target: what is stored, and whether a run may start with it. */
export type TargetStanding =
  | { kind: 'none' }
  | { kind: 'stored' }
  /** The service asks for a target, although a target is still stored (docs/architecture.md#rule-11). */
  | { kind: 'asked-again' }
  /** A stored box is not on the player. `trackId` is the track that the box is on, if any. */
  | { kind: 'elsewhere'; timeSec: number | null; trackId: number | null }

/** Under this overlap the service itself calls a box a mismatch (docs/contract.md#target). */
const MISMATCH = 0.2

/** True if a target is stored: confirmed, or at least one selection (docs/architecture.md#enqueue-gate). */
export function hasTarget(job: Pick<Job, 'target'>): boolean {
  return job.target.confirmed || job.target.selections.length > 0
}

/** Looks at the status of the job first, then at whether the stored boxes are on the player. */
export function targetStanding(job: Job): TargetStanding {
  if (!hasTarget(job)) return { kind: 'none' }
  if (job.status === 'WAITING_FOR_TARGET') return { kind: 'asked-again' }
  for (const selection of job.target.selections) {
    const other = elsewhere(job, selection)
    if (other) return { kind: 'elsewhere', timeSec: selection.timeSec, ...other }
  }
  return { kind: 'stored' }
}

/**
 * Says which track the box is on if that is not the player's. Null if the box is on the player, or if nobody can tell:
 * on a frame without tracks, or if the box is on nobody, because the analyst may have insisted on such a box. A player
 * drawn by hand has no track. Then a box is elsewhere if it hardly overlaps the player's own box at the same moment,
 * and `trackId` is null.
 */
function elsewhere(job: Job, selection: Selection): { trackId: number | null } | null {
  const { playerRef } = job
  if (playerRef === null) return null
  const frame = matchFrame(job.frames, selection)?.frame
  if (playerRef.trackId !== null) {
    if (frame === undefined) return null
    const own = trackOn(frame, playerRef.trackId)
    if (own !== null && overlap(own.box, selection.box) >= MISMATCH) return null
    const other = frame.tracks.find(({ box }) => overlap(box, selection.box) >= MISMATCH)
    return other === undefined ? null : { trackId: other.id }
  }
  return isSameMoment(playerRef.timeSec, selection.timeSec) &&
    playerRef.box !== null &&
    overlap(playerRef.box, selection.box) < MISMATCH
    ? { trackId: null }
    : null
}

function isSameMoment(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.abs(a - b) <= SAME_TIME_SEC
}
