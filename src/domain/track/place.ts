import type { Box } from '../../contracts/box.ts'
import type { Frame } from '../job/job.ts'

/** If all feet are within this height, in frame heights, the people stand on one line. */
const ONE_LINE = 0.08

/**
 * Says where somebody stands on a frame, for readers who cannot see it: `left, far side`. Left and right are thirds of
 * the picture. Near and far are relative to the others on the frame, because a camera may look from any height.
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
