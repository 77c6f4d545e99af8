import { readableName } from './readable-name.ts'

/** A warning, failure reason or reason code in plain words. `tone` says how loud to be about it. */
export interface Notice {
  code: string
  title: string
  meaning: string
  whatToDo: string
  tone: 'info' | 'warn' | 'error'
}

/**
 * Explains a code of `warnings`, `failure_reason` or `reason_codes` (CONTRACT sections 2, 4 and 5).
 * A code that we do not know is shown by its readable name as what the service reported.
 */
export function explainCode(code: string): Notice {
  const known = Object.hasOwn(KNOWN, code) ? KNOWN[code] : undefined
  if (known === undefined) {
    return {
      code,
      title: readableName(code),
      meaning: 'The service reported this; Touchline has no explanation for it.',
      whatToDo: 'Ask an administrator what it means.',
      tone: 'warn',
    }
  }
  const [tone, title, meaning, whatToDo] = known
  return { code, title, meaning, whatToDo, tone }
}

/** Each code once, the loudest first, otherwise in the order given. */
export function explainCodes(codes: readonly string[]): Notice[] {
  const loudness = { error: 0, warn: 1, info: 2 }
  return [...new Set(codes)].map(explainCode).sort((a, b) => loudness[a.tone] - loudness[b.tone])
}

const NOTHING = 'Nothing: the service does not offer this yet.'
const OTHER_FRAME =
  'Choose a frame where the player is large and sharp, then run the analysis again.'

type Entry = [tone: Notice['tone'], title: string, meaning: string, whatToDo: string]

const KNOWN: Record<string, Entry> = {
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
    'Try again. If it stays so, use a shorter video.',
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
}
