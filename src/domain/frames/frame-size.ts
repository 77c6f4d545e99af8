import type { FrameSize } from '../box/box.ts'
import type { Frame } from '../job/job.ts'

/** The size we assume if the service does not give the size of a frame, as for legacy rows. */
const USUAL_SIZE: FrameSize = { width: 1280, height: 720 }

/** Null if the service does not say how large the frame is. */
export function knownSize({ width, height }: Frame): FrameSize | null {
  return width === null || height === null ? null : { width, height }
}

/** The size that both page and server use to count the pixels of this frame. */
export function frameSizeOf(frame: Frame): FrameSize {
  return knownSize(frame) ?? USUAL_SIZE
}
