import { MOST_SELECTIONS } from '../../contracts/fields.ts'
import { matchFrame } from '../frames/frame-matching.ts'
import type { Frame, Job, Selection } from '../job/job.ts'
import { targetStanding } from './target-standing.ts'

/** A name for a stored box. It includes the time, because workers may use the same key again at another time. */
export function nameOfStored({
  frameKey,
  timeSec,
}: Pick<Selection, 'frameKey' | 'timeSec'>): string {
  return `${frameKey ?? ''} at ${timeSec}`
}

/** The stored boxes on this frame, found by the usual rule for matching frames (docs/architecture.md#rule-1). */
export function storedOn(
  { frames, target }: Pick<Job, 'frames' | 'target'>,
  { n }: Frame,
): Selection[] {
  return target.selections.filter((one) => matchFrame(frames, one)?.frame.n === n)
}

/** The message if one more box would be too many. */
export const BOXES_FULL = `There are ${MOST_SELECTIONS} boxes already, the most that can be stored. Remove one first.`

/** How a new box on one frame relates to the stored boxes. */
export interface BesideStored {
  /** At least one box is stored on this frame. */
  here: boolean
  /** How many boxes are stored on other frames. */
  others: number
  /** No more boxes can be stored: there are `MOST_SELECTIONS`, and none of them is on this frame. */
  full: boolean
  /** The stored boxes are a valid target on the player, so a new box is added to them and does not replace them. */
  keep: boolean
}

export function besideStored(job: Job, frame: Frame): BesideStored {
  const onFrame = storedOn(job, frame).length
  const here = onFrame > 0
  const others = job.target.selections.length - onFrame
  return {
    here,
    others,
    full: !here && others >= MOST_SELECTIONS,
    keep: others > 0 && job.playerRef !== null && targetStanding(job).kind === 'stored',
  }
}
