import { MOST_SELECTIONS } from '../../contracts/fields.ts'
import { matchFrame } from '../frames/frame-matching.ts'
import type { Frame, Job, Selection } from '../job/job.ts'
import { hasTarget, targetStanding } from './target-standing.ts'

/** Names a stored box: a key alone may have been used again at another time. */
export function nameOfStored({
  frameKey,
  timeSec,
}: Pick<Selection, 'frameKey' | 'timeSec'>): string {
  return `${frameKey ?? ''} at ${timeSec}`
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
  const stored = hasTarget(job) ? job.target.selections : []
  const isHere = (n: number | undefined) => n === frame.n
  const others = stored.filter((one) => !isHere(matchFrame(job.frames, one)?.frame.n)).length
  const here = others < stored.length
  return {
    here,
    others,
    full: !here && others >= MOST_SELECTIONS,
    keep: others > 0 && job.playerRef !== null && targetStanding(job).kind === 'stored',
  }
}
