import { type Place, round4 } from '../scene/camera.ts'
import { detectedFigures, foundBox, type Scene } from '../scene/scene.ts'
import { type Coverage, coverageOf, round1, sampleTimes, TRACKER_FPS } from './coverage.ts'

/** Speed from which a run counts as a sprint, m/s (25.2 km/h is the usual line; the demo's people jog). */
const SPRINT_MPS = 5.5

export interface TrackSample {
  t: number
  x: number
  y: number
  w: number
  h: number
  conf: number
}

/** What following one track through the whole video gives. Times in seconds, speeds in km/h. */
export interface Measured extends Coverage {
  samples: TrackSample[]
  distanceM: number
  avgSpeedKmh: number
  topSpeedKmh: number
  sprints: number
  /** Mean distance to the ball, metres. */
  ballDistanceM: number
}

/** Follows a track at the tracker's rate. Movement is measured only between neighbouring samples. */
export function measureTrack(scene: Scene, trackId: number): Measured {
  const samples = sampleTimes(scene.durationSec).flatMap((t): TrackSample[] => {
    const figure = detectedFigures(scene, t).find((one) => one.trackId === trackId)
    if (figure === undefined) return []
    const { x, y, w, h } = foundBox(figure)
    return [{ t, x: round4(x), y: round4(y), w: round4(w), h: round4(h), conf: confidence(t) }]
  })
  const steps = neighbours(samples)
  const places = (sample: TrackSample) => scene.place(trackId, sample.t)
  const metres = steps.map(([a, b]) => distance(places(a), places(b)))
  const speeds = metres.map((length) => length * TRACKER_FPS)
  const distanceM = total(metres)
  return {
    ...coverageOf(
      samples.map(({ t }) => t),
      scene.durationSec,
    ),
    samples,
    distanceM: round1(distanceM),
    avgSpeedKmh: round1(kmh(mean(speeds))),
    topSpeedKmh: round1(kmh(Math.max(0, ...speeds))),
    sprints: countBursts(speeds, SPRINT_MPS),
    ballDistanceM: round1(mean(samples.map((one) => distance(places(one), scene.ball(one.t))))),
  }
}

/** Movement in the picture, in frame sizes, over the samples that a result holds. */
export function imageMotion(samples: TrackSample[]) {
  const paths = neighbours(samples).map(([a, b]) => distance(centre(a), centre(b)))
  const speeds = paths.map((length) => length * TRACKER_FPS)
  const sorted = [...speeds].sort((a, b) => a - b)
  return {
    metric_space: 'image_plane_normalized',
    camera_motion_compensated: false,
    pitch_calibrated: false,
    observed_samples: samples.length,
    tracked_span_sec: round1((samples.at(-1)?.t ?? 0) - (samples[0]?.t ?? 0)),
    normalized_path_length: round4(total(paths)),
    avg_center_speed_norm_per_sec: round4(mean(speeds)),
    p95_center_speed_norm_per_sec: round4(sorted[Math.floor(sorted.length * 0.95)] ?? 0),
    motion_bursts_proxy: countBursts(speeds, 0.12),
  }
}

function neighbours(samples: TrackSample[]): [TrackSample, TrackSample][] {
  return samples.flatMap((sample, index): [TrackSample, TrackSample][] => {
    const next = samples[index + 1]
    return next !== undefined && next.t - sample.t < 1.5 / TRACKER_FPS ? [[sample, next]] : []
  })
}

function countBursts(speeds: number[], limit: number): number {
  return speeds.filter((speed, at) => speed >= limit && (speeds[at - 1] ?? 0) < limit).length
}

function confidence(t: number): number {
  return round4(0.82 + 0.05 * Math.sin(t / 3))
}

function centre(sample: TrackSample): Place {
  return { x: sample.x + sample.w / 2, y: sample.y + sample.h / 2 }
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function total(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function mean(values: number[]): number {
  return values.length === 0 ? 0 : total(values) / values.length
}

function kmh(metresPerSec: number): number {
  return metresPerSec * 3.6
}
