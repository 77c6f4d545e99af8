import { type FrameSize, type PixelBox, toPixels } from '../../domain/box/box.ts'
import type { Track } from '../../domain/job/job.ts'

/** A track's box, drawn thin. `label`, the letter of the track, stands at `labelY` of the frame. */
export interface Overlay extends PixelBox {
  id: number
  label: string
  tier: string
  labelY: number
  /** True if the editor's box lies on it: the label then keeps clear of the handles. */
  suggested: boolean
}

export function toOverlay(
  { id, tier, box }: Track,
  frameSize: FrameSize,
  label: string,
  suggested = false,
): Overlay {
  const pixelBox = toPixels(box, frameSize)
  // The label stands above its box, or under it where the frame ends.
  const above = pixelBox.top > frameSize.height / 20
  return {
    ...pixelBox,
    id,
    label,
    tier: tier?.toLowerCase() ?? 'unknown',
    labelY: above ? pixelBox.top : pixelBox.top + pixelBox.height + frameSize.height / 30,
    suggested,
  }
}
