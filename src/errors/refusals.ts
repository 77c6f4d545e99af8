import { LOOK_AGAIN } from './next-steps.ts'
import type { ErrorRow } from './own-error.ts'

/**
 * What pages refuse before they send anything (`permission` in domain/job/allowed-actions.ts). Pages use the same
 * words if the service refuses with the same code. `NOT_READY` is also our answer to scripts.
 */
export const REFUSALS = {
  NOT_READY: {
    code: 'NOT_READY',
    status: 400,
    pageStatus: 409,
    message: 'The player and the target must be stored before the analysis can start.',
    whatToDo: 'Choose the player and confirm the target first.',
  },
  ANALYSIS_IN_PROGRESS: refusal(
    'ANALYSIS_IN_PROGRESS',
    'The analysis is already queued or running.',
    'Wait until it has ended. The player and the target cannot change before that.',
  ),
  FRAMES_NOT_READY: refusal(
    'FRAMES_NOT_READY',
    'The preview frames are not ready yet.',
    'Wait for them: they appear on the job page.',
  ),
  NO_FRAMES: refusal(
    'NO_FRAMES',
    'This job has ended without preview frames, so nothing can be chosen on it.',
    'Create a new job.',
  ),
  ANALYSIS_ATTEMPT_MISMATCH: refusal(
    'ANALYSIS_ATTEMPT_MISMATCH',
    'Somebody else has changed this job since you opened the page.',
    LOOK_AGAIN,
  ),
  RESULT_WOULD_BE_LOST: refusal(
    'RESULT_WOULD_BE_LOST',
    'This job has a finished result, and this change would throw it away.',
    'Tick that it may be thrown away, then send it again.',
  ),
  TARGET_ASKED_AGAIN: refusal(
    'TARGET_ASKED_AGAIN',
    'The service asks for the target again.',
    'Confirm the target, then start.',
  ),
  TARGET_ELSEWHERE: refusal(
    'TARGET_ELSEWHERE',
    'The stored target is not on the player.',
    'Confirm a target on the player, or choose the player that the target is on.',
  ),
  USE_RETRY: refusal(
    'USE_RETRY',
    'The last analysis failed, and starting it again as it is does nothing.',
    'The step “Progress” says how to go on.',
  ),
  CHOOSE_AGAIN: refusal(
    'CHOOSE_AGAIN',
    'The service does not run a completed job again as it is.',
    'Choose the player again, confirm the target, then start.',
  ),
  RETRY_NOT_ALLOWED: refusal(
    'RETRY_NOT_ALLOWED',
    'Only an analysis that failed can be tried again.',
    LOOK_AGAIN,
  ),
  RETRY_LIMIT_REACHED: refusal(
    'RETRY_LIMIT_REACHED',
    'The job has been tried again as often as the service allows.',
    'Choose another frame or box for the target, or create a new job.',
  ),
  NOT_FINISHED: refusal(
    'NOT_FINISHED',
    'The analysis has not finished.',
    'Wait until it has finished.',
  ),
  /** Scripts get this too, because src/auth/entry.ts decides first. */
  READ_ONLY: {
    code: 'READ_ONLY',
    status: 403,
    message: 'You may look, but not change anything. Nothing was changed.',
    whatToDo: 'Ask an administrator of Touchline for the role analyst.',
  },
  NOT_OFFERED: refusal(
    'NOT_OFFERED',
    'This version of the service cannot do this.',
    'The page now offers what this version can do instead.',
  ),
} satisfies Record<string, ErrorRow>

/** The words of `NOT_OFFERED` for each action that a version of the service may lack. */
export const NOT_OFFERED_WORDS = {
  retry: 'This version of the service cannot try a failed analysis again.',
  'pick-player': 'This version of the service does not take a player from a frame.',
  'player-profile': 'This version of the service cannot change the name, team and number.',
  report: 'This version of the service writes no reports.',
} as const

export type RefusalCode = keyof typeof REFUSALS

function refusal(code: string, message: string, whatToDo: string): ErrorRow {
  return { code, status: 409, message, whatToDo }
}

/** What a start may lack (`enqueueGate`): words for a refused start, and for the link to the step that helps. */
export const MISSING = {
  player_ref: { isMissing: 'The player is not chosen yet.', toDo: 'Choose the player' },
  target: { isMissing: 'The target is not confirmed yet.', toDo: 'Confirm the target' },
} as const
