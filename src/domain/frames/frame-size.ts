import type { FrameSize } from '../box/box.ts'
import type { Frame } from '../job/job.ts'

/** Where the service does not say how large a frame is, as for legacy rows. */
const USUAL_SIZE: FrameSize = { width: 1280, height: 720 }

/** Null if the service does not say how large the frame is. */
export function knownSize({ width, height }: Frame): FrameSize | null {
  return width === null || height === null ? null : { width, height }
}

/** The size that pixels of this frame are counted in, by page and server alike. */
export function frameSizeOf(frame: Frame): FrameSize {
  return knownSize(frame) ?? USUAL_SIZE
}
