import { MOST_SELECTIONS } from '../../contracts/fields.ts'
import { matchFrame } from '../frames/frame-matching.ts'
import type { Frame, Job, Selection } from '../job/job.ts'
import { targetStanding } from './target-standing.ts'

/** Names a stored box: a key alone may have been used again at another time. */
export function nameOfStored({
  frameKey,
  timeSec,
}: Pick<Selection, 'frameKey' | 'timeSec'>): string {
  return `${frameKey ?? ''} at ${timeSec}`
}

/** Those of the stored boxes that are on this frame; frames are matched as everywhere (docs/architecture.md#rule-1). */
export function storedOn(
  { frames, target }: Pick<Job, 'frames' | 'target'>,
  { n }: Frame,
): Selection[] {
  return target.selections.filter((one) => matchFrame(frames, one)?.frame.n === n)
}

/** Said where one more would be added. */
export const BOXES_FULL = `There are ${MOST_SELECTIONS} boxes already, the most that can be stored. Remove one first.`

/** How a box of one frame goes with those that are stored. */
export interface BesideStored {
  /** One is stored on this frame. */
  here: boolean
  /** Stored on other frames. */
  others: number
  /** No more can be stored: `MOST_SELECTIONS` are, and none of them on this frame. */
  full: boolean
  /** They are on the player and asked for no more, so a box is added to them rather than put in their place. */
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
