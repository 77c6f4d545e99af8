import type { CodeMeaning } from './code-meaning.ts'

const NOTHING = 'Nothing: the service does not offer this yet.'

/** What the service does not measure, or withholds until it is validated. These codes do not mean that a run failed. */
export const NOT_MEASURED: Readonly<Record<string, CodeMeaning>> = {
  PLAYER_EVALUATION_WITHHELD: [
    'info',
    'Player ratings are withheld',
    'The service does not show ratings until its player evaluation is validated. This is the normal end of an analysis.',
    'Nothing: read the tracking numbers. Running the analysis again changes nothing about this.',
  ],
  CROSS_SHOT_IDENTITY_UNVALIDATED: [
    'info',
    'The player is not recognised across camera cuts',
    'After a cut, a replay or an occlusion the service cannot be sure that it still follows the same person.',
    'Compare the clips with the player that you chose.',
  ],
  INCOMPLETE_RADAR: [
    'warn',
    'Some skills were not measured',
    'The radar has gaps. A gap means not measured; it does not mean zero.',
    'Read only the skills that have a number.',
  ],
  CONTINUITY_NOT_MEASURED: [
    'warn',
    'Continuity was not measured',
    'The service cannot tell how often the track broke off.',
    NOTHING,
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
    'They need a calibrated pitch, which this analysis did not have.',
    NOTHING,
  ],
}
