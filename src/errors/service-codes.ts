import { LOOK_AGAIN, WAIT } from './next-steps.ts'

/**
 * The errors that only the service gives (docs/contract.md#routes), by code: the meaning for the analyst and the
 * next step. `refusals.ts` has the errors that pages give too. One table, so longer than other files.
 */
export interface ErrorWords {
  message: string
  whatToDo: string
}

const PICK_AGAIN = 'Choose a player from the frames again.'

export const FAILED: ErrorWords = {
  message: 'The service failed while it handled the request.',
  whatToDo: 'Reload the page to see whether the change was stored, before you send it again.',
}

export const SERVICE_CODES: Readonly<Record<string, ErrorWords>> = {
  TARGET_MISMATCH: {
    message: 'The box does not fit the chosen player on this frame.',
    whatToDo:
      'Draw the box around the player of the chosen track, choose the track that you mean, or use the box anyway.',
  },
  TRACK_NOT_IN_FRAME: {
    message: 'The chosen track is not seen on this frame.',
    whatToDo: 'Go to a frame where the track appears, or use the box anyway.',
  },
  ANALYSIS_ATTEMPT_PRECONDITION_REQUIRED: {
    message: 'The job has moved on since this page was loaded.',
    whatToDo: LOOK_AGAIN,
  },
  WORKER_NOT_READY: {
    message: 'The analysis worker is not running.',
    whatToDo: 'Nothing was started. Try again in a minute, or ask an administrator to start it.',
  },
  TRACK_NOT_FOUND: {
    message: 'The service no longer offers this track.',
    whatToDo: PICK_AGAIN,
  },
  INVALID_SELECTION: {
    message: 'The chosen frame or track does not belong to this job.',
    whatToDo: PICK_AGAIN,
  },
  INVALID_FRAME_KEY: {
    message: 'The chosen frame is not one of the preview frames of this job.',
    whatToDo: 'Open a frame from the job page and confirm the box there.',
  },
  INVALID_PAYLOAD: {
    message: 'The service could not read the selection.',
    whatToDo: 'Check the track, the frame and the box, then send it again.',
  },
  VALIDATION_ERROR: {
    message: 'The service refused a value.',
    whatToDo: 'Correct the value that its message names, then send it again.',
  },
  DUPLICATE_SELECTION_FRAME: {
    message: 'The same frame was sent twice.',
    whatToDo: 'Keep one box for each frame.',
  },
  PLAYER_SELECTION_REQUIRED: {
    message: 'The player has not been chosen on a frame yet.',
    whatToDo: 'Choose the player first, then name them.',
  },
  JOB_NOT_FOUND: {
    message: 'There is no job with this id.',
    whatToDo: 'Check the id, or create a new job.',
  },
  FILE_NOT_FOUND: {
    message: 'The service has no such file.',
    whatToDo: 'Reload the job page for current images.',
  },
  JOB_NOT_COMPLETED: {
    message: 'The analysis has not finished.',
    whatToDo: 'Wait until it has finished.',
  },
  JOB_FAILED: {
    message: 'The analysis of this job failed.',
    whatToDo: 'Read the reason on the job page, then try again there.',
  },
  JOB_RESULT_MISSING: {
    message: 'The analysis has ended, but its result is missing.',
    whatToDo: 'Run the analysis again.',
  },
  JOB_CLIPS_MISSING: {
    message: 'The job has no video clips, and a report needs them.',
    whatToDo: 'Run the analysis again.',
  },
  RETRY_NOT_READY: {
    message: 'The job cannot be tried again yet: the player or the target is missing.',
    whatToDo: 'Choose the player and confirm the target, then start the analysis.',
  },
  RETRY_ENQUEUE_FAILED: {
    message: 'The service could not put the job into its queue.',
    whatToDo: WAIT,
  },
  ACTIVE_RETRY_NOT_STALE: {
    message: 'An earlier try is still running.',
    whatToDo: 'Wait: it can be replaced after 15 minutes without a sign of life.',
  },
  ACTIVE_RETRY_ATTEMPT_REQUIRED: {
    message: 'An earlier try is still running.',
    whatToDo: LOOK_AGAIN,
  },
  ANALYSIS_ENQUEUE_FAILED: {
    message: 'The service could not put the job into its queue.',
    whatToDo: 'The job now counts as failed; try again on its page in a minute.',
  },
  AI_REPORT_UNAVAILABLE: {
    message: 'The service cannot write a report at present.',
    whatToDo: 'Try again later; the numbers of the result stay as they are.',
  },
  S3_CONFIG_MISSING: {
    message: 'The service does not know where its videos and images are stored.',
    whatToDo: 'Ask an administrator to complete the storage settings of the service.',
  },
  SHARED_OBJECT_UNSUPPORTED: {
    message: 'The service cannot take a shared video.',
    whatToDo: 'Give the address of the video file itself.',
  },
  LGI_MATCH_ID_INVALID: {
    message: 'This is not the id of a match.',
    whatToDo: 'Check the match id.',
  },
  LGI_MATCH_NOT_FOUND: {
    message: 'There is no match with this id.',
    whatToDo: 'Check the match id, or give the address of a video.',
  },
  LGI_SOURCE_UNAVAILABLE: {
    message: 'The match archive cannot be reached.',
    whatToDo: 'Give the address of a video, or try again later.',
  },
  INTERNAL_ERROR: FAILED,
  INVALID_FILENAME: {
    message: 'The service does not take this name for a picture.',
    whatToDo: 'Reload the job page for current images.',
  },
}
