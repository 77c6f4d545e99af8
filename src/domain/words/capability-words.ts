import { readableName } from '../text/readable-name.ts'

/** The capabilities that an analysis needs, in plain words (docs/contract.md#evaluation-guard). */
const CAPABILITY_WORDS: Record<string, string> = {
  person_detection: 'Finding people in the picture',
  short_term_tracking: 'Following a player within one shot',
  cross_shot_player_reidentification: 'Recognising the player after a camera cut',
  camera_motion_compensation: 'Removing the movement of the camera',
  pitch_calibration: 'Knowing where the pitch is, for metres',
  ball_tracking: 'Following the ball',
  event_detection: 'Detecting passes, shots and duels',
  athletic_metrics: 'Distance, speed and sprints',
  technical_tactical_scoring: 'Rating technique and tactics',
}

export function capabilityWords(name: string): string {
  return (Object.hasOwn(CAPABILITY_WORDS, name) && CAPABILITY_WORDS[name]) || readableName(name)
}
