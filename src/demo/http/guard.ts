import type { DemoJob } from '../job.ts'
import { type TrackingQuality, trackingQuality } from '../run/tracking-quality.ts'
import { GUARD_TEXTS } from './guard-texts.ts'
import { asObject, type JsonObject } from './json.ts'

/** What a request sees of a job's outcome. */
export interface Outcome {
  status: string
  result: JsonObject
  warnings: string[]
}

const ATHLETIC = [
  'avg_speed_kmh',
  'distance_covered_m',
  'sprints_count',
  'top_speed_kmh',
  'top_speed_kmh_clamped',
]

/**
 * The evaluation guard (docs/contract.md#evaluation-guard): a result that is not marked as a validated evaluation
 * loses its ratings and athletic figures whenever it is read, and COMPLETED becomes PARTIAL. The
 * stored row is not changed. Empty results pass untouched.
 */
export function guarded(job: DemoJob): Outcome {
  const { status, result, warnings } = job
  if (Object.keys(result).length === 0 || isValidated(result)) return { status, result, warnings }
  const quality = trackingQuality(result)
  return {
    status: status === 'COMPLETED' ? 'PARTIAL' : status,
    result: withoutRatings(result, quality),
    warnings: [
      ...warnings.filter((code) => code !== 'INCOMPLETE_RADAR'),
      ...(quality.isThin ? ['TRACKING_EVIDENCE_INSUFFICIENT'] : []),
      'CROSS_SHOT_IDENTITY_UNVALIDATED',
      'PLAYER_EVALUATION_WITHHELD',
    ],
  }
}

export function isValidated(result: JsonObject): boolean {
  const provenance = asObject(result['score_provenance'])
  return (
    result['player_evaluation_available'] === true &&
    provenance['kind'] === 'player_evaluation' &&
    provenance['validated_player_score'] === true
  )
}

function withoutRatings(result: JsonObject, quality: TrackingQuality): JsonObject {
  return {
    ...result,
    match_rating_10: null,
    matchRating10: null,
    impact_100: null,
    impact100: null,
    impact_adj: null,
    impact_components: null,
    highlight_adj: null,
    baseline_rating: null,
    role_group: null,
    overall_score: null,
    overallScore: null,
    role_score: null,
    roleScore: null,
    radar: {},
    breakdown: {},
    skills_computed: {},
    skills_missing: [],
    schema_version: '2.0',
    summary: {
      ...asObject(result['summary']),
      evaluation_status: quality.status,
      player_evaluation_available: false,
      tracking_quality_index: quality.index,
      match_rating_10: null,
      impact_100: null,
      overall_score: null,
      role_score: null,
    },
    ...quality.fields,
    evidence_metrics: guardedEvidence(result, quality),
    explain: quality.status === 'TRACKING_FAILED' ? GUARD_TEXTS.notFound : GUARD_TEXTS.withheld,
  }
}

function guardedEvidence(result: JsonObject, quality: TrackingQuality): JsonObject {
  const evidence = asObject(result['evidence_metrics'])
  // Without a run there is nothing to withhold: the detector's figures stay under their own name.
  if (result['tracking'] === undefined || evidence['validated'] === false) return evidence
  const { candidate_metrics, ...others } = evidence
  const removed = ATHLETIC.filter((name) => name in others)
  const kept = Object.entries(others).filter(([name]) => !removed.includes(name))
  return {
    ...Object.fromEntries(kept),
    ...(removed.length > 0 ? { removed_unvalidated_metrics: removed } : {}),
    ...(candidate_metrics === undefined ? {} : { preview_candidate_metrics: candidate_metrics }),
    image_motion: quality.imageMotion,
  }
}
