import type { JsonObject } from '../http/json.ts'
import { type Candidate, type DemoJob, previewRows } from '../job.ts'
import { round4 } from '../scene/camera.ts'
import { candidateMetrics, detect } from '../scene/detection.ts'
import type { Scene } from '../scene/scene.ts'
import { TRACKER_FPS } from './coverage.ts'
import { type Measured, measureTrack } from './measure.ts'
import { rate } from './rating.ts'

const VIDEO_FPS = 25
/** Most boxes that are kept inside the result. All of them are in the tracking file. */
const KEPT_BOXES = 40

/**
 * The worker's result of a run that followed `trackId`, before any guard: ratings, radar and athletic
 * figures are all there. Shape: `result` of `GET /jobs/:id?view=full` (docs/contract.md#evaluation-guard).
 */
export function runResult(job: DemoJob, trackId: number, isValidated: boolean): JsonObject {
  const measured = measureTrack(job.scene, trackId)
  const rating = rate(measured)
  const attempt = job.target.analysis_attempt_id ?? null
  const clips = makeClips(job, attempt)
  return {
    schema_version: '2.0',
    summary: {
      player_role: job.role,
      match_rating_10: rating.match10,
      impact_100: rating.impact100,
      overall_score: rating.overall,
      role_score: rating.overall,
    },
    match_rating_10: rating.match10,
    impact_100: rating.impact100,
    overall_score: rating.overall,
    role_score: rating.overall,
    radar: rating.radar,
    breakdown: rating.radar,
    explain: rating.explain,
    evidence_metrics: {
      distance_covered_m: measured.distanceM,
      avg_speed_kmh: measured.avgSpeedKmh,
      top_speed_kmh: measured.topSpeedKmh,
      top_speed_kmh_clamped: measured.topSpeedKmh,
      sprints_count: measured.sprints,
      ...previewEvidence(job, trackId),
    },
    raw_video_features: {
      duration_seconds: job.scene.durationSec,
      frame_count: Math.round(job.scene.durationSec * VIDEO_FPS),
      fps: VIDEO_FPS,
      ...sceneChanges(job.scene),
    },
    skills_computed: rating.radar,
    skills_missing: [],
    clips,
    clip_extraction_error: null,
    tracking: trackingPart(job, trackId, measured),
    analysis_outcome: {
      pipeline_state: 'DONE',
      tracking_state: 'SUCCEEDED',
      metrics_scope: 'selected_player',
      observed_samples: measured.samples.length,
      reason_codes: [],
      action_required: null,
      analysis_attempt_id: attempt,
    },
    ...(attempt === null ? {} : { analysis_attempt_id: attempt }),
    ...(isValidated ? VALIDATED : {}),
  }
}

/** The mark without which the guard withholds the evaluation (docs/contract.md#evaluation-guard). */
const VALIDATED = {
  player_evaluation_available: true,
  evaluation_status: 'VALIDATED',
  score_provenance: {
    kind: 'player_evaluation',
    version: 'player-evaluation-v1',
    validated_player_score: true,
  },
} as const

/** The result of a run that could not find the player: candidates are stored again for a new choice. */
export function lostPlayerTracking(job: DemoJob): JsonObject {
  return {
    analysis_attempt_id: job.target.analysis_attempt_id ?? null,
    tracking: {
      method: 'yolo+bytetrack',
      fps: TRACKER_FPS,
      coverage_pct: 0,
      bboxes_count: 0,
      tracking_success: false,
      tracking_status: 'FAILED',
      action_required: 'RESELECT_PLAYER',
      bboxes: [],
    },
  }
}

function trackingPart(job: DemoJob, trackId: number, measured: Measured): JsonObject {
  const pct = percent(measured.coverageRatio)
  const { t, x, y, w, h } = job.playerRef ?? {}
  return {
    method: 'yolo+bytetrack',
    fps: TRACKER_FPS,
    coverage_pct: pct,
    bboxes_count: measured.samples.length,
    track_id: trackId,
    anchors_used: { player_ref: { t, x, y, w, h }, selections: [] },
    partial: null,
    tracking_success: true,
    tracking_status: 'SUCCEEDED',
    action_required: null,
    metrics_scope: 'selected_player',
    lost_segments: measured.lostSegments,
    motion_segments: measured.seenSegments,
    bboxes: measured.samples.slice(0, KEPT_BOXES),
    notes: 'Single-window tracking',
    asset: { key: `jobs/${job.id}/tracking/tracking.json` },
    ...(job.target.analysis_attempt_id === undefined
      ? {}
      : { analysis_attempt_id: job.target.analysis_attempt_id }),
    coverage_ratio: measured.coverageRatio,
    coverage_ratio_total: measured.coverageRatio,
    coverage_pct_total: pct,
  }
}

function previewEvidence(job: DemoJob, trackId: number): JsonObject {
  const candidate = candidateOf(job, trackId)
  if (candidate === undefined) return {}
  const previews = Math.round(candidate.coverage_pct * previewRows(job).length)
  return { candidate_metrics: candidateMetrics(candidate, previews) }
}

/** Cuts to the crowd and back, and how many of them a second. */
function sceneChanges(scene: Scene): JsonObject {
  const times = Array.from({ length: Math.floor(scene.durationSec * TRACKER_FPS) }, (_, index) =>
    scene.isCutaway(index / TRACKER_FPS),
  )
  const count = times.filter((isCut, index) => index > 0 && isCut !== times[index - 1]).length
  return { scene_change_count: count, scene_change_rate: round4(count / scene.durationSec) }
}

function candidateOf(job: DemoJob, trackId: number): Candidate | undefined {
  return detect(job.scene, previewRows(job), '').candidates.find(
    (candidate) => candidate.track_id === trackId,
  )
}

/** Two pieces of the input video, six seconds each: around the target and around the player reference. */
function makeClips(job: DemoJob, attempt: string | null): JsonObject[] {
  const targetSec = job.target.selection?.time_sec ?? 0
  const playerSec = Number(job.playerRef?.['t'] ?? job.scene.durationSec / 2)
  const clip = (name: string, label: string, sec: number) => {
    const start = Math.max(0, Math.round((sec - 3) * 10) / 10)
    return {
      label: `${label} T+${clock(sec)}`,
      start_sec: start,
      end_sec: Math.min(job.scene.durationSec, start + 6),
      bucket: 'fnh',
      key: `jobs/${job.id}/attempts/${attempt ?? 'legacy'}/clips/clip_${name}.mp4`,
      ...(attempt === null ? {} : { analysis_attempt_id: attempt }),
    }
  }
  return [clip('target', 'TARGET', targetSec), clip('player_ref', 'PLAYER REF', playerSec)]
}

function clock(sec: number): string {
  const whole = Math.floor(sec)
  return [Math.floor(whole / 60), whole % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** A ratio as percentage points with one decimal. */
export function percent(ratio: number): number {
  return Math.round(ratio * 1000) / 10
}
