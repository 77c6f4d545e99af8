import {
  CAPABILITIES,
  CAPABILITY_DETAILS,
  GUARD_TEXTS,
  STANDING_REASONS,
} from '../http/guard-texts.ts'
import { asFloat, asObject, type JsonObject } from '../http/json.ts'
import { largestGapSec, type Segment } from './coverage.ts'
import { imageMotion, type TrackSample } from './measure.ts'
import { percent } from './run-result.ts'

const VERSION = 'tracking-quality-v2'
/** Enough samples for a full mark. */
const SUFFICIENT_SAMPLES = 60
/** Percentage points below which the evidence counts as thin. */
const LOW_COVERAGE_PCT = 40

type EvaluationStatus = 'TRACKING_ONLY' | 'TRACKING_FAILED' | 'TRACKING_INCOMPLETE'

/** How well the player was followed: the part of a guarded result that replaces the ratings. */
export interface TrackingQuality {
  status: EvaluationStatus
  isThin: boolean
  index: number | null
  imageMotion: JsonObject
  /** The fields that a guarded result carries with `?view=full` (docs/contract.md#evaluation-guard). */
  fields: JsonObject
}

/** Weighs coverage, continuity and number of samples (percentage points) into an index of 0 to 100. */
export function trackingQuality(result: JsonObject): TrackingQuality {
  const tracking = asObject(result['tracking'])
  const samples = asFloat(tracking['bboxes_count']) ?? 0
  const ratio = asFloat(tracking['coverage_ratio']) ?? 0
  const lost = listOf<Segment>(tracking['lost_segments'])
  const continuity = lost === null ? 0 : Math.max(0, 100 - 12.5 * lost.length)
  const sufficiency = Math.min(100, Math.round((samples / SUFFICIENT_SAMPLES) * 100))
  const coveragePct = percent(ratio)
  const hasFailed = tracking['tracking_status'] === 'FAILED'
  const status = hasFailed ? 'TRACKING_FAILED' : 'TRACKING_ONLY'
  const index = hasFailed
    ? null
    : Math.round((0.5 * coveragePct + 0.3 * continuity + 0.2 * sufficiency) * 10) / 10
  const motion = imageMotion(listOf<TrackSample>(tracking['bboxes']) ?? [])
  const signals = {
    coverage_ratio: ratio,
    coverage_pct: coveragePct,
    tracklet_continuity_pct: continuity,
    tracklet_continuity_source: lost === null ? 'unavailable' : 'lost_segments_proxy',
    sample_sufficiency_pct: sufficiency,
    samples_used: samples,
    segments_total: null,
    segments_with_player: null,
    segments_with_player_pct: null,
    largest_gap_sec: lost === null ? null : largestGapSec(lost),
    image_motion: motion,
  }
  const reasons = [
    ...(coveragePct < LOW_COVERAGE_PCT ? ['LOW_TRACKING_COVERAGE'] : []),
    ...(lost === null ? ['CONTINUITY_NOT_MEASURED'] : []),
    ...(sufficiency < 50 ? ['INSUFFICIENT_TRACKING_SAMPLES'] : []),
    ...STANDING_REASONS,
  ]
  const provenance = {
    kind: 'tracking_quality',
    version: VERSION,
    validated_player_score: false,
    metric_space: 'image_plane_normalized',
    coverage_unit: 'percentage_points',
    metrics_scope: samples > 0 ? 'selected_player' : 'preview_candidate',
  }
  const shared = {
    score_kind: 'tracking_quality',
    player_evaluation_available: false,
    tracking_quality_index: index,
    reason_codes: reasons,
    capabilities: CAPABILITIES,
    capability_details: CAPABILITY_DETAILS,
    limitations: GUARD_TEXTS.limitations,
  }
  return {
    status,
    isThin: !hasFailed && (coveragePct < LOW_COVERAGE_PCT || sufficiency < 50),
    index,
    imageMotion: motion,
    fields: {
      ...shared,
      evaluation_status: status,
      legacy_scores_suppressed: true,
      tracking_quality: {
        schema_version: 'evaluation-truth-v2',
        status,
        tracking_confidence: index !== null && index >= 50 ? 'medium' : 'low',
        signals,
        provenance,
        ...shared,
      },
      tracking_signals: signals,
      score_provenance: provenance,
    },
  }
}

/** The worker's own list, or null if it wrote none. */
function listOf<Item>(value: unknown): Item[] | null {
  return Array.isArray(value) ? value : null
}
