import { hash } from 'node:crypto'
import type { Frame, Track } from '../job/job.ts'
import type { Colour } from './colour.ts'
import { coloursOf, lookAtShirt, type Pixels, type ShirtLook } from './shirt.ts'
import { ownTracks, showsShirt } from './sighted.ts'

/** The shirts on the frames of a job: a colour for each frame number and track. */
export type ShirtsSeen = ReadonlyMap<string, Colour>
export type ShirtLooks = Map<string, ShirtLook>

/** Most pictures to look at: more pictures of a longer list add little. */
const MOST_PICTURES = 48

/** The frames to look at, spread evenly over those that show tracks. */
export function framesToLookAt(frames: readonly Frame[]): Frame[] {
  const all = frames.filter(({ tracks, image }) => tracks.length > 0 && image !== null)
  const step = Math.max(1, all.length / MOST_PICTURES)
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
}

/** Adds the shirts in the picture of a frame to `looks`. */
export function lookAtFrame(looks: ShirtLooks, frame: Frame, pixels: Pixels): void {
  for (const track of ownTracks(frame)) {
    const look = showsShirt({ frame, track, bearers: 1 }) ? lookAtShirt(pixels, track.box) : null
    if (look !== null) looks.set(keyOf(frame, track.id), look)
  }
}

/** Converts all looks at one match to the same light. */
export function shirtsSeen(looks: ShirtLooks): ShirtsSeen {
  return coloursOf(looks)
}

export function shirtOn(shirts: ShirtsSeen, frame: Frame, trackId: number): Colour | null {
  return shirts.get(keyOf(frame, trackId)) ?? null
}

/** The digest of each list of frames. It is dropped with the list. */
const digests = new WeakMap<readonly Frame[], string>()

/** Changes with the pictures and the boxes, because shirts seen in others are not valid for these. */
export function digestOfFrames(frames: readonly Frame[]): string {
  const digest = digests.get(frames) ?? findDigest(frames)
  digests.set(frames, digest)
  return digest
}

function findDigest(frames: readonly Frame[]): string {
  const known = frames.map(({ image, tracks }) => [image?.id, tracks.map(boxOf)])
  return hash('sha256', JSON.stringify(known), 'base64url')
}

function boxOf({ id, box: { x, y, w, h } }: Track) {
  return [id, x, y, w, h]
}

function keyOf({ n }: Frame, trackId: number): string {
  return `${n} ${trackId}`
}
