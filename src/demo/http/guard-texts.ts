/** The Italian texts that the guard puts into a result: the upstream speaks Italian here. */
export const GUARD_TEXTS = {
  withheld:
    'Questi numeri descrivono quanto bene il giocatore è stato seguito nel video, non quanto ha giocato bene. Il voto resta sospeso finché identità, campo e palla non sono verificati.',
  notFound:
    'Il giocatore scelto non è stato trovato nel video, quindi non ci sono misure. Scegli un fotogramma più chiaro e riprova.',
  limitations: [
    "Non è verificato che il giocatore sia lo stesso dopo un cambio d'inquadratura.",
    'Il movimento è misurato sull’immagine e non in metri sul campo.',
    'La palla e gli eventi di gioco non sono rilevati.',
    'Un voto affidabile del giocatore non è ancora possibile.',
  ],
  noReport: 'La valutazione del giocatore non è disponibile.',
} as const

const ABILITIES: Record<string, [available: boolean, status: string, method: string | null]> = {
  person_detection: [true, 'available', 'yolo-person-detection'],
  short_term_tracking: [true, 'available', 'bytetrack'],
  cross_shot_player_reidentification: [false, 'unavailable', null],
  camera_motion_compensation: [false, 'unavailable', null],
  pitch_calibration: [false, 'foundation', 'homography-gate-v1'],
  ball_tracking: [false, 'unavailable', null],
  event_detection: [false, 'unavailable', null],
  athletic_metrics: [false, 'foundation', 'validated-homography-kinematics-v1'],
  technical_tactical_scoring: [false, 'unavailable', null],
}

export const CAPABILITIES = Object.fromEntries(
  Object.entries(ABILITIES).map(([name, [available]]) => [name, available]),
)

export const CAPABILITY_DETAILS = Object.fromEntries(
  Object.entries(ABILITIES).map(([name, [available, status, method]]) => [
    name,
    { status, available, validated: available, method },
  ]),
)

/** Reasons that hold for every result that is not validated. */
export const STANDING_REASONS = [
  'IDENTITY_NOT_VERIFIED_ACROSS_SHOTS',
  'CAMERA_MOTION_NOT_COMPENSATED',
  'PITCH_NOT_CALIBRATED',
  'BALL_AND_EVENTS_NOT_MODELLED',
  'PLAYER_SCORING_NOT_VALIDATED',
] as const
