import type { Box } from '../contracts/box.ts'
import type { JsonObject } from './http/json.ts'
import { BUCKET } from './http/signing.ts'
import { FRAME } from './scene/camera.ts'
import type { Scene } from './scene/scene.ts'

export type Tier = 'PRIMARY' | 'SECONDARY'

export interface PreviewTrack {
  bbox: Box
  tier: Tier
  track_id: number
  score_hint: number
}

/** A preview as the worker stores it. */
export interface Preview {
  key: string
  width: number
  bucket: string
  height: number
  tracks: PreviewTrack[]
  time_sec: number
  analysis_attempt_id?: string
}

/** Names as in the upstream's rows, because select-track hands the whole row out as `player_ref`. */
export interface Candidate {
  tier: Tier
  track_id: number
  id_switches: number
  avg_box_area: number
  coverage_pct: number
  best_time_sec: number
  sample_frames: { key: string; bbox: Box; bucket: string; time_sec: number }[]
  stability_score: number
  best_preview_frame_key: string
  quality?: 'LOW_COVERAGE'
}

interface StoredTarget extends JsonObject {
  confirmed?: boolean
  selection?: { frame_key: string | null; time_sec: number; bbox: Box }
  selections: JsonObject[]
  tracking: JsonObject
  analysis_attempt_id?: string
}

export type Source =
  | { kind: 'url'; url: string }
  | { kind: 'key'; bucket: string; key: string }
  | { kind: 'lgi'; matchId: string }

/** What the worker does with the job, and since when (ms). A resting job waits for a request. */
type Life =
  | { kind: 'resting' }
  | { kind: 'detecting'; since: number }
  | { kind: 'running'; since: number; taskId: string }

/** How detection goes: in `fails` the detector fails, in `unreadable` the download before it. */
type Detection = 'normal' | 'fails' | 'unreadable' | 'finds-nobody'
/** How a run ends. */
type Ending = 'tracked' | 'validated' | 'times-out' | 'loses-player' | 'without-result'

/** A job's row, as the upstream's database holds it, with the match that its video shows. */
export interface DemoJob {
  id: string
  /** May be a status that clients never see, such as PROCESSING. */
  status: string
  category: string
  role: string
  source: Source
  scene: Scene
  /** Seconds of the previews that the worker makes. */
  previewTimes: number[]
  previews: (Preview | string)[]
  /** Candidate pictures in the object store, by key. */
  crops: Map<string, { timeSec: number; box: Box }>
  progress: JsonObject
  warnings: string[]
  playerRef: JsonObject | null
  target: StoredTarget
  result: JsonObject
  report: JsonObject | null
  error: string | null
  failureReason: string | null
  retryCount: number
  createdAt: number
  updatedAt: number
  life: Life
  detection: Detection
  ending: Ending
  /** True if the object store has lost the job's pictures. */
  lostObjects: boolean
}

/** A preview without tracks; `index` counts from 0, the file name from 1. */
export function makePreview(jobId: string, index: number, timeSec: number): Preview {
  return {
    key: `jobs/${jobId}/frames/${frameName(index)}`,
    width: FRAME.width,
    bucket: BUCKET,
    height: FRAME.height,
    tracks: [],
    time_sec: timeSec,
  }
}

export function frameName(index: number): string {
  return `frame_${String(index + 1).padStart(4, '0')}.jpg`
}

/** The previews that are whole rows; legacy jobs hold bare keys between them. */
export function previewRows(job: DemoJob): Preview[] {
  return job.previews.filter((preview) => typeof preview !== 'string')
}

/** Finds a preview by its whole key, or by its file name alone (docs/contract.md#pick-player). */
export function findPreview(job: DemoJob, key: string): Preview | undefined {
  return previewRows(job).find((preview) => preview.key === key || preview.key.endsWith(`/${key}`))
}

export function storedCandidates(job: DemoJob): Candidate[] {
  const { candidates } = job.result
  return Array.isArray(candidates) ? candidates : []
}

const ACTIVE = ['QUEUED', 'RUNNING', 'PROCESSING']

export function isActive(job: DemoJob): boolean {
  return ACTIVE.includes(job.status)
}

/** True if a player is stored with a track or with a box. */
export function hasPlayer(job: DemoJob): boolean {
  return job.playerRef !== null && ('track_id' in job.playerRef || 'x' in job.playerRef)
}
