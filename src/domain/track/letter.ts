import type { Frame } from '../job/job.ts'
import { trackIdsOf } from './sighted.ts'

/** The letters for each list of frames. They are dropped with the list. */
const known = new WeakMap<readonly Frame[], ReadonlyMap<string, string>>()

/**
 * The letter for a track on the pictures of its job: A for the track that is seen first, AA after Z. Null
 * for a track that no frame shows. Letters are used because readers would take a number for a shirt number.
 */
export function letterOf(frames: readonly Frame[], trackId: number | string): string | null {
  const letters =
    known.get(frames) ?? new Map(trackIdsOf(frames).map((id, i) => [String(id), at(i)]))
  known.set(frames, letters)
  return letters.get(String(trackId)) ?? null
}

const LETTERS = 26

function at(index: number): string {
  const before = Math.floor(index / LETTERS)
  return (before === 0 ? '' : at(before - 1)) + String.fromCharCode(65 + (index % LETTERS))
}
