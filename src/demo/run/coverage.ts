import { round4 } from '../scene/camera.ts'

/** The tracker's rate, samples per second. */
export const TRACKER_FPS = 5

/** Seconds. */
export interface Segment {
  start: number
  end: number
}

/** How much of the video the tracker saw the player in. */
export interface Coverage {
  /** Samples with and without the player. */
  expectedSamples: number
  /** The share of samples with the player, 0 to 1. */
  coverageRatio: number
  lostSegments: Segment[]
  /** The stretches between the lost ones. */
  seenSegments: Segment[]
}

/** When the tracker takes its samples, seconds. */
export function sampleTimes(durationSec: number): number[] {
  return Array.from(
    { length: Math.floor(durationSec * TRACKER_FPS) },
    (_, index) => index / TRACKER_FPS,
  )
}

/** @param seenAt the times of the samples with the player, seconds, in order */
export function coverageOf(seenAt: number[], durationSec: number): Coverage {
  const expectedSamples = sampleTimes(durationSec).length
  const lostSegments = lostBetween(seenAt, durationSec)
  return {
    expectedSamples,
    coverageRatio: round4(seenAt.length / expectedSamples),
    lostSegments,
    seenSegments: seenBetween(lostSegments, durationSec),
  }
}

/** Seconds of the longest stretch without the player. */
export function largestGapSec(lost: Segment[]): number {
  return round1(Math.max(0, ...lost.map(({ start, end }) => end - start)))
}

function lostBetween(seenAt: number[], durationSec: number): Segment[] {
  const edges = [-1 / TRACKER_FPS, ...seenAt, durationSec]
  return edges.flatMap((start, index) => {
    const end = edges[index + 1]
    if (end === undefined || end - start < 2.5 / TRACKER_FPS) return []
    return [{ start: round1(Math.max(0, start)), end: round1(end) }]
  })
}

function seenBetween(lost: Segment[], durationSec: number): Segment[] {
  const starts = [0, ...lost.map(({ end }) => end)]
  const ends = [...lost.map(({ start }) => start), durationSec]
  return starts
    .map((start, index) => ({ start, end: ends[index]! }))
    .filter(({ start, end }) => end > start)
}

export function round1(value: number): number {
  return Math.round(value * 10) / 10
}
