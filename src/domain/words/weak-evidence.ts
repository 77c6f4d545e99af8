import { type CodeMeaning, OTHER_FRAME } from './code-meaning.ts'

/** Codes that make the numbers or the choice of a player less sure. `NO_TRACKS` is our own code. */
export const WEAK_EVIDENCE: Readonly<Record<string, CodeMeaning>> = {
  TRACKING_EVIDENCE_INSUFFICIENT: [
    'warn',
    'Too little tracking evidence',
    'The player was followed in too few frames for the numbers to carry much.',
    OTHER_FRAME,
  ],
  MISSING_CLIPS: [
    'warn',
    'No clips were cut',
    'The analysis ended without video clips. The numbers are not affected.',
    'Nothing, or run the analysis again if you need the clips.',
  ],
  LOW_COVERAGE: [
    'warn',
    'No track is seen often enough',
    'Every person that the detector found is visible in only a small part of the frames.',
    'Choose the best track there is, or use a video that shows the player more.',
  ],
  LOW_TRACKING_COVERAGE: [
    'warn',
    'The player was followed only part of the time',
    'Coverage, the share of frames in which the player was found, is low.',
    OTHER_FRAME,
  ],
  INSUFFICIENT_TRACKING_SAMPLES: [
    'warn',
    'Too few samples',
    'The player was seen in too few frames to judge the tracking.',
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
  NO_TRACKS: [
    'warn',
    'The service found no player to propose',
    'None of the preview frames shows a track.',
    "Draw the player's box on a frame yourself.",
  ],
}
