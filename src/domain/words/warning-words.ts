/**
 * Words for the codes of `warnings`, `failure_reason` and `reason_codes` (docs/contract.md#evaluation-guard).
 * One table, so longer than other files.
 */

const NOTHING = 'Nothing: the service does not offer this yet.'
const OTHER_FRAME =
  'Choose a frame where the player is large and sharp, then run the analysis again.'

export type Entry = [
  tone: 'info' | 'warn' | 'error',
  title: string,
  meaning: string,
  whatToDo: string,
]

export const WARNING_WORDS: Record<string, Entry> = {
  PLAYER_EVALUATION_WITHHELD: [
    'info',
    'Player ratings are withheld',
    'The service does not show ratings until its player evaluation is validated. This is the normal end of a run.',
    'Nothing: read the tracking numbers. Running the analysis again changes nothing about this.',
  ],
  CROSS_SHOT_IDENTITY_UNVALIDATED: [
    'info',
    'The player is not recognised across camera cuts',
    'After a cut, a replay or an occlusion the service cannot be sure that it still follows the same person.',
    'Compare the clips with the player that you chose.',
  ],
  TRACKING_EVIDENCE_INSUFFICIENT: [
    'warn',
    'Too little tracking evidence',
    'The player was followed in too few frames for the numbers to carry much.',
    OTHER_FRAME,
  ],
  TRACKING_TIMEOUT: [
    'error',
    'Tracking took too long',
    'The service stopped following the player because its time limit was reached.',
    'Try again. If it keeps happening, use a shorter video.',
  ],
  PLAYER_ANCHOR_NOT_FOUND: [
    'error',
    'The player was not found at the start',
    'The service could not find a person inside the box that you confirmed.',
    OTHER_FRAME,
  ],
  PLAYER_RESELECTION_REQUIRED: [
    'error',
    'The player must be chosen again',
    'The chosen player could not be followed, so the service dropped the choice.',
    'Choose the player on a clearer frame and confirm the target again.',
  ],
  MISSING_CLIPS: [
    'warn',
    'No clips were cut',
    'The analysis ended without video clips. The numbers are not affected.',
    'Nothing, or run the analysis again if you need the clips.',
  ],
  INCOMPLETE_RADAR: [
    'warn',
    'Some skills were not measured',
    'The radar has gaps. A gap means not measured; it does not mean zero.',
    'Read only the skills that have a number.',
  ],
  LOW_COVERAGE: [
    'warn',
    'No track is seen often enough',
    'Every person that the detector found is visible in only a small part of the frames.',
    'Choose the best track there is, or use a video that shows the player more.',
  ],
  ANALYSIS_ENQUEUE_FAILED: [
    'error',
    'The analysis could not be queued',
    'The service could not hand the job to its queue, so nothing has run.',
    'Try again in a minute.',
  ],
  preview_generation_failed: [
    'error',
    'No preview frames could be made',
    'The service could not download or read the video.',
    'Check that the address of the video works without a login, then create a new job.',
  ],
  LOW_TRACKING_COVERAGE: [
    'warn',
    'The player was followed only part of the time',
    'Coverage, the share of frames in which the player was found, is low.',
    OTHER_FRAME,
  ],
  CONTINUITY_NOT_MEASURED: [
    'warn',
    'Continuity was not measured',
    'The service cannot tell how often the track broke off.',
    NOTHING,
  ],
  INSUFFICIENT_TRACKING_SAMPLES: [
    'warn',
    'Too few samples',
    'The player was seen in too few frames to judge the tracking.',
    OTHER_FRAME,
  ],
  IDENTITY_NOT_VERIFIED_ACROSS_SHOTS: [
    'info',
    'Identity is not verified between shots',
    'After a camera cut the service cannot prove that it follows the same player.',
    'Compare the clips with the player that you chose.',
  ],
  CAMERA_MOTION_NOT_COMPENSATED: [
    'info',
    'Camera motion is not removed',
    'When the camera pans, the player seems to move. Movement is measured in the picture.',
    NOTHING,
  ],
  PITCH_NOT_CALIBRATED: [
    'info',
    'The pitch is not calibrated',
    'The service does not know where the pitch lies in the picture, so it cannot give metres.',
    NOTHING,
  ],
  BALL_AND_EVENTS_NOT_MODELLED: [
    'info',
    'Ball and events are not followed',
    'Passes, shots and duels are not detected.',
    NOTHING,
  ],
  PLAYER_SCORING_NOT_VALIDATED: [
    'info',
    'Player scoring is not validated',
    'The model that turns movement into a rating has not been checked against experts.',
    NOTHING,
  ],
  ATHLETIC_METRICS_WITHHELD: [
    'info',
    'Distance, speed and sprints are withheld',
    'They need a calibrated pitch, which this run did not have.',
    NOTHING,
  ],
  REID_ALL_ANCHORS_NOT_FOUND: [
    'error',
    'The player was found on none of the confirmed frames',
    'No confirmed box led to a person that could be followed.',
    OTHER_FRAME,
  ],
  ANCHOR_NOT_FOUND: [
    'error',
    'The player was not found on a confirmed frame',
    'A confirmed box did not lead to a person that could be followed.',
    OTHER_FRAME,
  ],
  LONG_TRACKING_GAPS: [
    'warn',
    'The player was out of sight for long',
    'There are long stretches in which the player was not found. The numbers leave them out.',
    'Look at the longest gap before you rely on the numbers.',
  ],
  LOW_TRACKLET_CONTINUITY: [
    'warn',
    'The track broke off often',
    'The player was lost and found again many times, and each time it may be somebody else.',
    'Compare the clips with the player that you chose.',
  ],
  SPARSE_CROSS_WINDOW_EVIDENCE: [
    'warn',
    'The player was found in few parts of the video',
    'The video is analysed in parts. In most of them there is little or nothing of the player.',
    OTHER_FRAME,
  ],
  ANCHOR_ONLY: [
    'warn',
    'The player was seen only on the confirmed frames',
    'The service found the player where you drew the box, and could not follow from there.',
    OTHER_FRAME,
  ],
  ANCHOR_REJECTED: [
    'warn',
    'A confirmed box was not used',
    'The person in a confirmed box did not look like the same player, so the service left it out.',
    'Check that every stored box shows the same player.',
  ],
  PARTIAL_TIMEOUT: [
    'warn',
    'The time was up before the end of the video',
    'The service stopped at its time limit. The numbers cover the part before it.',
    'Read the numbers as those of a part of the match, or use a shorter video.',
  ],
  CLIP_EXTRACTION_FAILED: [
    'warn',
    'The clips could not be cut',
    'The analysis ended, but the service could not cut the video clips. The numbers are not affected.',
    'Nothing, or run the analysis again if you need the clips.',
  ],
  PLAYER_SELECTION_PREVIEW_UNAVAILABLE: [
    'warn',
    'The picture of the choice could not be kept',
    'The service could not store the picture on which the player was chosen.',
    'Check the player on another frame before you start.',
  ],
  WORKER_RESTARTED: [
    'error',
    'The analysis worker was restarted',
    'The worker stopped in the middle of the run, so nothing of it is left.',
    'Try again.',
  ],
  CANDIDATES_FAILED: [
    'error',
    'The service could not look for players',
    'Its detector stopped with an error.',
    "Draw the player's box on a frame yourself.",
  ],
  PLAYER_ANCHOR_ACQUISITION_FAILED: [
    'error',
    'The player could not be picked up from the stored boxes',
    'The service could not process the player and the target that you chose.',
    'Try the analysis again. If it fails again, choose the player on another frame.',
  ],
  PLAYER_TRACKING_RETRY_REQUIRED: [
    'error',
    'The player was not followed to the end',
    'The service lost the player in this run and asks for another one.',
    'Try the analysis again.',
  ],
}
