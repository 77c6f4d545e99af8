import { overlap } from '../box/box.ts'
import { matchFrame, SAME_TIME_SEC, trackOn } from '../frames/frame-matching.ts'
import type { Job, Selection } from '../job/job.ts'

/** Where the target stands: what is stored, and whether it may be started with. */
export type TargetStanding =
  | { kind: 'none' }
  | { kind: 'stored' }
  /** The service asks for a target, though one is still stored (docs/architecture.md#rule-11). */
  | { kind: 'asked-again' }
  /** A stored box is not on the player; `trackId` is the track that it is on, if there is one. */
  | { kind: 'elsewhere'; timeSec: number | null; trackId: number | null }

/** Under this overlap the service itself calls a box a mismatch (docs/contract.md#target). */
const MISMATCH = 0.2

/** The target is stored: confirmed, or at least one selection (docs/architecture.md#enqueue-gate). */
export function hasTarget(job: Pick<Job, 'target'>): boolean {
  return job.target.confirmed || job.target.selections.length > 0
}

/** The status decides first; then whether the stored boxes are on the player. */
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
 * Null if the box is on the player, or if nothing says otherwise: a frame without tracks says nothing, nor does a box
 * on nobody, because the analyst may have insisted on it. A box on another track than the player's is elsewhere. A
 * player drawn by hand has no track: then a box is elsewhere if it does not touch the player's own box at the same
 * moment.
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
