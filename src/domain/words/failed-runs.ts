import { type CodeMeaning, OTHER_FRAME } from './code-meaning.ts'

/** Why a run, the detection of players or the making of previews failed. */
export const FAILED_RUNS: Readonly<Record<string, CodeMeaning>> = {
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
  WORKER_RESTARTED: [
    'error',
    'The analysis worker was restarted',
    'The worker stopped in the middle of the analysis, so nothing of it is left.',
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
    'The service lost the player in this analysis and asks for another one.',
    'Try the analysis again.',
  ],
}
