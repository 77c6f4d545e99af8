import type { Box } from '../../contracts/box.ts'
import type { Frame } from '../job/job.ts'

/** People whose feet are nearer together than this, in frame heights, stand on one line. */
const ONE_LINE = 0.08

/**
 * Where somebody stands on a frame, for those who do not see it: `left, far side`. Across in thirds of
 * the picture; near and far against the others on the frame, because a camera may look from any height.
 */
export function placeOf({ tracks }: Pick<Frame, 'tracks'>, box: Box): string {
  const middle = box.x + box.w / 2
  const across = middle < 1 / 3 ? 'left' : middle > 2 / 3 ? 'right' : 'middle'
  const feet = [box, ...tracks.map((track) => track.box)].map(({ y, h }) => y + h)
  const [far, near] = [Math.min(...feet), Math.max(...feet)]
  if (near - far < ONE_LINE) return across
  const depth = (box.y + box.h - far) / (near - far)
  if (depth < 1 / 3) return `${across}, far side`
  return depth > 2 / 3 ? `${across}, near side` : across
}
