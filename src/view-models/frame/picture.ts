import type { Box } from '../../contracts/box.ts'
import { type PixelBox, toPixels } from '../../domain/box/box.ts'
import { knownSize } from '../../domain/frames/frame-size.ts'
import type { Frame } from '../../domain/job/job.ts'
import type { Urls } from '../../urls.ts'
import { clock } from '../format.ts'

/** A whole frame. `box`, in fractions of the frame, is drawn over the picture; null for none. */
export interface Picture {
  src: string
  /** In pixels; null if the service does not say. */
  width: number | null
  height: number | null
  alt: string
  box: Box | null
}

/** The part of a frame around a box, cut out by an SVG `viewBox` in frame pixels. */
export interface Crop {
  src: string
  width: number
  height: number
  viewBox: string
  box: PixelBox
  alt: string
}

/** How much larger than the box a crop is. */
const CROP_ZOOM = 1.6
const SMALL_ZOOM = 1.2
/** Width over height of a crop. */
const CROP_RATIO = 3 / 4
/** A crop lower than this in a thumbnail 640 pixels wide is taken from the full image. */
const SHARP_ENOUGH_PX = 90

/** `width` asks for a smaller image. Null if the frame has no image. */
export function toPicture(
  jobId: string,
  frame: Frame,
  box: Box | null,
  urls: Urls,
  width?: 640,
): Picture | null {
  if (frame.image === null) return null
  const what = box === null ? '' : ', with the box around the player'
  return {
    src: urls.image(jobId, frame.image, width),
    width: frame.width,
    height: frame.height,
    alt: `Frame ${frame.n} at ${clock(frame.timeSec)}${what}`,
    box,
  }
}

/** Null if the frame has no image or no size. `alt` says who is seen. */
export function toCrop(
  jobId: string,
  frame: Frame,
  box: Box,
  urls: Urls,
  alt: string,
): Crop | null {
  return cropWith(jobId, frame, box, urls, { alt, zoom: CROP_ZOOM, sharpPx: SHARP_ENOUGH_PX })
}

/** Makes one of several crops in a row: closer, and from a picture 640 pixels wide that the crops may share. */
export function toSmallCrop(
  jobId: string,
  frame: Frame,
  box: Box,
  urls: Urls,
  alt: string,
): Crop | null {
  return cropWith(jobId, frame, box, urls, { alt, zoom: SMALL_ZOOM, sharpPx: 0 })
}

function cropWith(
  jobId: string,
  frame: Frame,
  box: Box,
  urls: Urls,
  { alt, zoom, sharpPx }: { alt: string; zoom: number; sharpPx: number },
): Crop | null {
  const size = knownSize(frame)
  if (frame.image === null || size === null) return null
  const pixels = toPixels(box, size)
  const height = Math.min(
    size.height,
    Math.max(pixels.height * zoom, (pixels.width * zoom) / CROP_RATIO),
  )
  const width = Math.min(size.width, height * CROP_RATIO)
  const left = within(pixels.left + pixels.width / 2 - width / 2, size.width - width)
  const top = within(pixels.top + pixels.height / 2 - height / 2, size.height - height)
  const sharp = (height / size.width) * 640 >= sharpPx
  return {
    src: urls.image(jobId, frame.image, sharp ? 640 : undefined),
    ...size,
    viewBox: [left, top, width, height].map((value) => value.toFixed(1)).join(' '),
    box: pixels,
    alt,
  }
}

function within(value: number, high: number): number {
  return Math.max(0, Math.min(value, high))
}
