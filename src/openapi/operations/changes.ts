import type { Operation } from '../types.ts'

type Said = Pick<
  Operation,
  'id' | 'summary' | 'says' | 'query' | 'bodies' | 'bodyOptional' | 'refusals'
>

/** One action. It has only what is not the same for every change. */
interface Change extends Said {
  action: string
  schema: string
  examples: readonly string[]
  service?: Operation['service']
  needsWorker?: boolean
}

const BUSY = 'ANALYSIS_IN_PROGRESS'

/** The actions in the order in which a script sends them. One table, so longer than other files. */
export const CHANGES: readonly Change[] = [
  {
    action: 'select-track',
    id: 'selectTrack',
    summary: 'Stores the player by a track',
    says: [
      'Needs candidates: after any selection they are gone, and this is a 404. Then use `pick-player`.',
      'Give the time as `frameTimeSec` too: some versions read a 0 in the others as missing.',
    ],
    schema: 'TrackSelected',
    bodies: ['flow-67ab429-normal--3-select-track--200'],
    examples: ['flow-67ab429-normal--3-select-track--200'],
    service: { 400: ['INVALID_PAYLOAD', 'HTTP_ERROR'], 404: ['TRACK_NOT_FOUND'], 409: [BUSY] },
    refusals: [
      'select-track--again-with-attempt-other-track--404',
      'select-track--fenced-no-header--409',
      'flow-67ab429-normal--9-select-track-after-queued--409',
    ],
  },
  {
    action: 'pick-player',
    id: 'pickPlayer',
    summary: 'Stores the player by a frame and a track on it',
    says: ['Also works when the candidates are gone. The target that it stores is not confirmed.'],
    schema: 'PlayerPicked',
    bodies: ['pick-player--on-partial--200'],
    examples: ['pick-player--on-partial--200'],
    service: { 400: ['INVALID_SELECTION', 'HTTP_ERROR'], 409: [BUSY] },
    refusals: ['pick-player--unknown-frame--400', 'pick-player--fenced-conflict--409'],
  },
  {
    action: 'player-ref',
    id: 'drawPlayer',
    summary: 'Stores the player by a box',
    says: ['For a frame on which the detector saw nobody. The answer has no status.'],
    schema: 'PlayerDrawn',
    bodies: ['player-ref--flat-snake--200'],
    examples: ['player-ref--flat-snake--200'],
    service: { 409: [BUSY] },
    refusals: ['player-ref--on-queued--409'],
  },
  {
    action: 'target',
    id: 'confirmTarget',
    summary: 'Confirms the target box',
    says: [
      'Send the body that the example has: every version of the service takes it. Without `track_id` it is a 409 unless `force` is true.',
      'Another box on a finished job throws its result away.',
    ],
    schema: 'TargetStored',
    bodies: ['flow-67ab429-normal--4-target--200'],
    examples: ['flow-67ab429-normal--4-target--200'],
    service: {
      400: ['INVALID_PAYLOAD', 'INVALID_FRAME_KEY', 'VALIDATION_ERROR', 'HTTP_ERROR'],
      409: ['TARGET_MISMATCH', 'TRACK_NOT_IN_FRAME', BUSY],
    },
    refusals: [
      'target--frame-key-unknown--400',
      'target--iou-mismatch--409',
      'target--stale-attempt--409',
    ],
  },
  {
    action: 'selection',
    id: 'storeSelections',
    summary: 'Stores up to five target boxes',
    says: ['The only way to store several. No track is compared.'],
    schema: 'ActionDone',
    bodies: ['selection--two--200'],
    examples: ['selection--two--200'],
    service: {
      400: ['DUPLICATE_SELECTION_FRAME', 'INVALID_SELECTION', 'HTTP_ERROR'],
      409: [BUSY],
    },
    refusals: ['selection--duplicate-frame--400', 'selection--on-running--409'],
  },
  {
    action: 'player-profile',
    id: 'changeProfile',
    summary: 'Changes name, team and number',
    says: ['Only the keys that are sent change. Needs a player with a track.'],
    schema: 'ProfileStored',
    bodies: ['player-profile--ok-camel--200'],
    examples: ['player-profile--ok-camel--200'],
    service: { 409: ['PLAYER_SELECTION_REQUIRED', BUSY] },
    refusals: ['player-profile--no-visual-selection--409', 'player-profile--extra--422'],
  },
  {
    action: 'enqueue',
    id: 'enqueue',
    summary: 'Starts the analysis',
    says: [
      'Refused with `NOT_READY` until player and target are stored; `error.missing` names what is missing.',
      'Does nothing on a `FAILED` job: use `retry`. On `PARTIAL` it runs again and throws the result away.',
    ],
    bodyOptional: true,
    schema: 'ActionDone',
    examples: ['flow-67ab429-normal--6-enqueue--200'],
    service: {
      400: ['NOT_READY', 'HTTP_ERROR'],
      503: ['WORKER_NOT_READY', 'ANALYSIS_ENQUEUE_FAILED'],
    },
    refusals: [
      'enqueue--missing-target--400',
      'enqueue--twice-old-attempt--409',
      'enqueue--worker-missing--503',
    ],
  },
  {
    action: 'retry',
    id: 'retry',
    summary: 'Runs a failed analysis again',
    says: ['For `FAILED` alone, three times at most; `force` overrides that.'],
    bodyOptional: true,
    schema: 'Retried',
    examples: ['retry--failed-ok--200'],
    service: {
      409: [
        'RETRY_NOT_ALLOWED',
        'RETRY_NOT_READY',
        'RETRY_LIMIT_REACHED',
        'ACTIVE_RETRY_NOT_STALE',
        'ACTIVE_RETRY_ATTEMPT_REQUIRED',
      ],
      503: ['WORKER_NOT_READY', 'RETRY_ENQUEUE_FAILED'],
    },
    refusals: ['retry--created--409', 'retry--failed-no-attempt--409'],
  },
  {
    action: 'report',
    id: 'requestReport',
    summary: 'Asks for a report in words',
    says: ['Drops the stored one unless `force=0`. Most finished jobs answer `UNAVAILABLE`.'],
    query: [
      {
        name: 'force',
        description: '0 keeps a stored report',
        schema: { type: 'string', enum: ['0', '1'] },
      },
    ],
    bodyOptional: true,
    schema: 'ReportAnswer',
    examples: ['post-report--completed-validated--200'],
    service: {
      409: ['JOB_NOT_COMPLETED', 'JOB_FAILED', 'JOB_CLIPS_MISSING', 'JOB_RESULT_MISSING'],
      503: ['WORKER_NOT_READY', 'AI_REPORT_UNAVAILABLE'],
    },
    refusals: ['post-report--created--409', 'report--worker-missing--503'],
  },
]
