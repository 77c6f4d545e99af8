import type { Frame } from '../../domain/job/job.ts'
import type { Doubt } from '../../domain/track/lives.ts'
import { type Gap, type Presence, presenceOf } from '../../domain/track/presence.ts'
import { count } from '../format.ts'

/** All frames of a job in a row, with those that show a track. One unit is one frame. */
export interface Strip {
  /** `Presence of track 8: seen in 23 of 32 frames, …`. */
  label: string
  frames: number
  /** SVG paths of the frames that show the track, and of those that show nobody. */
  seen: string
  nobody: string
  /** Where each doubtful frame begins. */
  doubts: number[]
}

export function toStrip(
  frames: readonly Frame[],
  trackId: number,
  doubts: readonly Doubt[],
  gaps: readonly Gap[],
): Strip {
  const presence = presenceOf(frames, trackId)
  const path = (what: Presence) => runsOf(presence, what).map(partOf).join('')
  const seen = presence.filter((one) => one === 'seen').length
  const parts = [
    `seen in ${seen} of ${frames.length} frames`,
    ...(gaps.length === 0
      ? []
      : [`${count(gaps.length, 'gap')}, ${gaps.slice(0, 3).map(gapWords).join(', ')}`]),
    ...doubts.map((doubt) => `doubtful at frame ${doubt.at.frame.n}`),
  ]
  return {
    label: `Presence of track ${trackId}: ${parts.join('; ')}`,
    frames: frames.length,
    seen: path('seen'),
    nobody: path('nobody'),
    doubts: doubts.map((doubt) => doubt.at.frame.n - 1),
  }
}

function gapWords({ from, to, seconds }: Gap): string {
  const where = from === to ? `frame ${from}` : `frames ${from} to ${to}`
  return seconds === null ? where : `${where} (${seconds.toFixed(1)} s)`
}

/** Finds the runs of frames of one kind: where each begins and how long it is. */
function runsOf(presence: readonly Presence[], what: Presence): [at: number, length: number][] {
  const runs: [number, number][] = []
  presence.forEach((one, at) => {
    const last = runs.at(-1)
    if (one !== what) return
    if (last !== undefined && last[0] + last[1] === at) last[1] += 1
    else runs.push([at, 1])
  })
  return runs
}

function partOf([at, length]: [number, number]): string {
  return `M${at} 0h${length}v1h-${length}z`
}
