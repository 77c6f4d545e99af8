/**
 * Words for the codes of errors: those of the service (docs/contract.md#routes) and those of
 * `allowed-actions.ts`. One table, so longer than other files.
 */

/** What an error means for the analyst, and the next step. Both are plain English, for the screen. */
export interface Advice {
  title: string
  whatToDo: string
}

export const RELOAD = 'Reload the page to see the job as it is now, then decide again.'
export const ADMIN =
  'Try again in a minute. If it keeps happening, give the request id to an administrator.'
const PICK_AGAIN = 'Choose a player from the frames again.'

export const FAULT: Advice = {
  title: 'The service failed while it handled the request.',
  whatToDo: 'Reload the page to see whether the change was stored, before you send it again.',
}

export const ERROR_WORDS: Record<string, Advice> = {
  TARGET_MISMATCH: {
    title: 'The box does not fit the chosen player on this frame.',
    whatToDo:
      'Draw the box around the player of the chosen track, choose the track that you mean, or use the box anyway.',
  },
  TRACK_NOT_IN_FRAME: {
    title: 'The chosen track is not seen on this frame.',
    whatToDo: 'Go to a frame where the track appears, or use the box anyway.',
  },
  ANALYSIS_ATTEMPT_PRECONDITION_REQUIRED: {
    title: 'The job has moved on since this page was loaded.',
    whatToDo: RELOAD,
  },
  ANALYSIS_ATTEMPT_MISMATCH: {
    title: 'Somebody else changed this job in the meantime.',
    whatToDo: RELOAD,
  },
  ANALYSIS_IN_PROGRESS: {
    title: 'The analysis is queued or running, so the player and the target cannot change.',
    whatToDo: 'Wait until it has ended.',
  },
  NOT_READY: {
    title: 'The job is not ready to start.',
    whatToDo: 'Choose the player and confirm the target first.',
  },
  WORKER_NOT_READY: {
    title: 'The analysis worker is not running.',
    whatToDo: 'Nothing was started. Try again in a minute, or ask an administrator to start it.',
  },
  FRAMES_NOT_READY: {
    title: 'The preview frames are not ready yet.',
    whatToDo: 'Wait for them: they appear on the job page.',
  },
  TRACK_NOT_FOUND: {
    title: 'The service no longer offers this track.',
    whatToDo: PICK_AGAIN,
  },
  INVALID_SELECTION: {
    title: 'The chosen frame or track does not belong to this job.',
    whatToDo: PICK_AGAIN,
  },
  INVALID_FRAME_KEY: {
    title: 'The chosen frame is not one of the preview frames of this job.',
    whatToDo: 'Open a frame from the job page and confirm the box there.',
  },
  INVALID_PAYLOAD: {
    title: 'The service could not read the selection.',
    whatToDo: 'Check the track, the frame and the box, then send it again.',
  },
  VALIDATION_ERROR: {
    title: 'The service refused a value.',
    whatToDo: 'Correct the value that its message names, then send it again.',
  },
  DUPLICATE_SELECTION_FRAME: {
    title: 'The same frame was sent twice.',
    whatToDo: 'Keep one box for each frame.',
  },
  PLAYER_SELECTION_REQUIRED: {
    title: 'The player has not been chosen on a frame yet.',
    whatToDo: 'Choose the player first, then name them.',
  },
  JOB_NOT_FOUND: {
    title: 'There is no job with this id.',
    whatToDo: 'Check the id, or create a new job.',
  },
  FILE_NOT_FOUND: {
    title: 'The service has no such file.',
    whatToDo: 'Reload the job page for current images.',
  },
  JOB_NOT_COMPLETED: {
    title: 'The analysis has not finished.',
    whatToDo: 'Wait until it has finished.',
  },
  JOB_FAILED: {
    title: 'The analysis of this job failed.',
    whatToDo: 'Read the reason on the job page, then try again there.',
  },
  JOB_RESULT_MISSING: {
    title: 'The job has finished, but its result is missing.',
    whatToDo: 'Run the analysis again.',
  },
  JOB_CLIPS_MISSING: {
    title: 'The job has no video clips, and a report needs them.',
    whatToDo: 'Run the analysis again.',
  },
  RETRY_NOT_ALLOWED: {
    title: 'Only a failed job can be tried again.',
    whatToDo: RELOAD,
  },
  RETRY_NOT_READY: {
    title: 'The job cannot be tried again yet: the player or the target is missing.',
    whatToDo: 'Choose the player and confirm the target, then start the analysis.',
  },
  RETRY_LIMIT_REACHED: {
    title: 'The job has been tried as often as the service allows.',
    whatToDo: 'Choose another frame or box for the target, or create a new job.',
  },
  RETRY_ENQUEUE_FAILED: {
    title: 'The service could not put the job into its queue.',
    whatToDo: ADMIN,
  },
  ACTIVE_RETRY_NOT_STALE: {
    title: 'An earlier try is still running.',
    whatToDo: 'Wait: it can be replaced after 15 minutes without a sign of life.',
  },
  ACTIVE_RETRY_ATTEMPT_REQUIRED: {
    title: 'An earlier try is still running.',
    whatToDo: RELOAD,
  },
  ANALYSIS_ENQUEUE_FAILED: {
    title: 'The service could not put the job into its queue.',
    whatToDo: 'The job now counts as failed; try again on its page in a minute.',
  },
  AI_REPORT_UNAVAILABLE: {
    title: 'The service cannot write a report at present.',
    whatToDo: 'Try again later; the numbers of the result stay as they are.',
  },
  S3_CONFIG_MISSING: {
    title: 'The service does not know where its videos and images are stored.',
    whatToDo: 'Ask an administrator to complete the storage settings of the service.',
  },
  SHARED_OBJECT_UNSUPPORTED: {
    title: 'The service cannot take a shared video.',
    whatToDo: 'Give the address of the video file itself.',
  },
  LGI_MATCH_ID_INVALID: {
    title: 'This is not the id of a match.',
    whatToDo: 'Check the match id.',
  },
  LGI_MATCH_NOT_FOUND: {
    title: 'There is no match with this id.',
    whatToDo: 'Check the match id, or give the address of a video.',
  },
  LGI_SOURCE_UNAVAILABLE: {
    title: 'The match archive cannot be reached.',
    whatToDo: 'Give the address of a video, or try again later.',
  },
  INTERNAL_ERROR: FAULT,
  INVALID_FILENAME: {
    title: 'The service does not take this name for a picture.',
    whatToDo: 'Reload the job page for current images.',
  },
  USE_RETRY: {
    title: 'The last analysis failed.',
    whatToDo: 'The step “Progress” says how to go on.',
  },
  CHOOSE_AGAIN: {
    title: 'The service does not run a completed job again as it is.',
    whatToDo: 'Choose the player again, confirm the target, then start.',
  },
  TARGET_ASKED_AGAIN: {
    title: 'The service asks for the target again.',
    whatToDo: 'Confirm the target, then start.',
  },
  TARGET_ELSEWHERE: {
    title: 'The stored target is not on the player.',
    whatToDo: 'Confirm a target on the player, or choose the player that the target is on.',
  },
  RESULT_WOULD_BE_LOST: {
    title: 'This would throw the finished result away.',
    whatToDo: 'Tick that it may be thrown away, then send it again.',
  },
  NOT_FINISHED: {
    title: 'The analysis has not finished.',
    whatToDo: 'Wait until it has finished.',
  },
  NOT_OFFERED: {
    title: 'This version of the service cannot do this.',
    whatToDo: 'The page now offers what this version can do instead.',
  },
}
