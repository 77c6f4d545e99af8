import { foreignText } from '../text/foreign-text.ts'
import {
  amount,
  change,
  type KnownMeasure,
  type MeasureGroup,
  measure,
  OUT_OF_10,
  OUT_OF_100,
  PERCENT,
  RATIO,
} from './measure-kinds.ts'

const ESTIMATE = 'Estimated from the video, while the player is in sight.'
/** The service gives these numbers for its best candidate, even if another player was chosen. */
const PROPOSAL = 'Of the detector’s first proposal, which may not be the player that you chose.'
const PICTURE = 'In the picture, where 1 is a whole side; not in metres.'

/**
 * Every number of the five versions of the service (docs/contract.md#result-lite) by group, in the order of the
 * table. The keys are those of `findNumbers`.
 */
export const KNOWN_MEASURES: Partial<Record<MeasureGroup, Record<string, KnownMeasure>>> = {
  scores: {
    match_rating_10: measure('Match rating', OUT_OF_10, 'The service’s rating of the player.'),
    impact_100: measure('Impact', OUT_OF_100, 'The service’s figure for the influence on play.'),
    overall_score: measure('Overall score', OUT_OF_100, 'The service’s score over all skills.'),
    role_score: measure('Role score', OUT_OF_100, 'The service’s score for the role of the job.'),
    baseline_rating: measure('Baseline rating', OUT_OF_10, 'The rating before adjustments.'),
  },
  impact: {
    impact_adj: measure(
      'Adjustment for impact',
      change('points'),
      'What the impact adds to the baseline rating, or takes from it.',
    ),
    highlight_adj: measure(
      'Adjustment for highlights',
      change('points'),
      'What single scenes add to the baseline rating, or take from it.',
    ),
  },
  tracking: {
    tracking_quality_index: measure(
      'Tracking quality',
      OUT_OF_100,
      'How far the tracking can be trusted. It does not say how well the player played.',
    ),
    coverage_pct: measure(
      'Coverage',
      PERCENT,
      'Share of the analysed frames in which the player was found.',
    ),
    tracklet_continuity_pct: measure(
      'Continuity',
      PERCENT,
      'How unbroken the track is; 100 % means that it never broke off.',
    ),
    sample_sufficiency_pct: measure(
      'Enough samples',
      PERCENT,
      'Samples out of the number that the service wants; 100 % is enough.',
    ),
    samples_used: measure('Samples', amount('frames'), 'Frames in which the player was measured.'),
    segments_total: measure('Shots', amount(), 'Camera shots in the analysed part.'),
    segments_with_player: measure(
      'Shots with the player',
      amount(),
      'Camera shots in which the player was found.',
    ),
    segments_with_player_pct: measure(
      'Share of shots with the player',
      PERCENT,
      'Shots with the player out of all shots.',
    ),
    largest_gap_sec: measure('Longest gap', amount('s'), 'Longest time without the player.'),
  },
  athletic: {
    distance_covered_m: measure('Distance covered', amount('m'), ESTIMATE),
    avg_speed_kmh: measure('Average speed', amount('km/h'), ESTIMATE),
    top_speed_kmh: measure('Top speed', amount('km/h'), ESTIMATE),
    top_speed_kmh_clamped: measure(
      'Capped top speed',
      amount('km/h'),
      'Top speed with a limit on values that no player can reach.',
    ),
    sprints_count: measure('Sprints', amount(), ESTIMATE),
  },
  motion: {
    'image_motion.observed_samples': measure(
      'Samples of movement',
      amount('frames'),
      'Frames that the movement was measured on.',
    ),
    'image_motion.tracked_span_sec': measure(
      'Time followed',
      amount('s'),
      'From the first to the last of these samples.',
    ),
    'image_motion.normalized_path_length': measure('Path length', amount('sides'), PICTURE),
    'image_motion.avg_center_speed_norm_per_sec': measure(
      'Average movement',
      amount('sides/s'),
      PICTURE,
    ),
    'image_motion.p95_center_speed_norm_per_sec': measure(
      'Fast movement',
      amount('sides/s'),
      `Faster than 95 % of the samples. ${PICTURE}`,
    ),
    'image_motion.motion_bursts_proxy': measure(
      'Bursts of movement',
      amount(),
      'Sudden quick movements in the picture; a hint, not a count of sprints.',
    ),
  },
  candidate: {
    'candidate_metrics.coveragePct': measure(
      'Coverage before the analysis',
      RATIO,
      `Share of the preview in which the detector saw it. ${PROPOSAL}`,
    ),
    'candidate_metrics.stabilityScore': measure(
      'Stability',
      RATIO,
      `How steadily the detector held it. ${PROPOSAL}`,
    ),
    'candidate_metrics.avgBoxArea': measure(
      'Size in the picture',
      RATIO,
      `Mean area of its box, as a share of the frame. ${PROPOSAL}`,
    ),
    'candidate_metrics.sampleFramesCount': measure(
      'Frames of the track',
      amount('frames'),
      `Frames in which the detector saw it. ${PROPOSAL}`,
    ),
    'candidate_metrics.tier': measure(
      'Weight of its tier',
      { unit: '', range: '0.5 to 1', factor: 1, least: 0.5, most: 1 },
      `1 for a primary track, 0.7 for a secondary one, 0.5 for any other. ${PROPOSAL}`,
    ),
  },
  video: {
    'raw_video_features.duration_seconds': measure('Duration', amount('s'), 'Length of the video.'),
    'raw_video_features.frame_count': measure('Frames', amount('frames'), 'Frames in the video.'),
    'raw_video_features.fps': measure('Frame rate', amount('frames/s'), 'Frames in each second.'),
    'raw_video_features.scene_change_count': measure(
      'Camera cuts',
      amount(),
      'Cuts that the service found. The player can be lost at each.',
    ),
    'raw_video_features.scene_change_rate': measure(
      'Camera cuts each second',
      amount('cuts/s'),
      'Camera cuts divided by the duration.',
    ),
  },
}

/** A skill of the radar. */
export const skill = (name: string): KnownMeasure =>
  measure(foreignText(name) ?? 'Unnamed', OUT_OF_100, 'One skill of the radar; higher is better.')
