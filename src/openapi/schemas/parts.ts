import { Type } from '@sinclair/typebox'
import { JOB_STATUSES } from '../../domain/job/status.ts'
import { eitherNull, maybe, named, nullable, number, says, someOf, text, time } from './words.ts'

const anything = Type.Unsafe({})
const anyObject = (description: string) => Type.Unsafe({ type: 'object', description })

/** The parts of the service's answers (docs/contract.md#routes). */
export const PARTS = {
  Meta: Type.Object({
    request_id: text('The request id, as in the header `X-Request-Id`'),
    timestamp: time('When the service answered'),
    revision: maybe(text('The version of the service')),
  }),
  Status: Type.Unsafe({
    type: 'string',
    enum: JOB_STATUSES,
    description:
      '`COMPLETED`, `PARTIAL` and `FAILED` end a job: nothing changes any more until somebody acts. `PARTIAL` without ratings is the usual end.',
  }),
  Box: Type.Object(
    {
      x: number('Left edge, fraction of the width'),
      y: number('Top edge, fraction of the height'),
      w: number('Width'),
      h: number('Height'),
    },
    { description: 'Fractions 0 to 1 of the frame, origin top left' },
  ),
  Progress: someOf({
    step: text('Such as `PREVIEWS_READY`, `CANDIDATES_READY` or `TRACKING`'),
    pct: number('0 to 100'),
    message: text('In words; may be old after a selection'),
    updated_at: time('When it changed'),
    analysis_attempt_id: text('The attempt that it belongs to'),
  }),
  Track: someOf({
    track_id: Type.Integer(),
    bbox: named('Box'),
    tier: nullable('string', '`PRIMARY` or `SECONDARY`'),
    score_hint: nullable('number'),
  }),
  PreviewFrame: Type.Object({
    key: text('Names the frame: `frame_key` of a target'),
    time_sec: nullable('number', 'Seconds from the start of the video'),
    width: nullable('integer', 'Pixels'),
    height: nullable('integer', 'Pixels'),
    signed_url: nullable('string', 'Works for an hour. Each answer signs anew'),
    tracks: maybe(Type.Array(named('Track'), { description: 'Empty until there are candidates' })),
  }),
  PlayerRef: Type.Unsafe({
    type: 'object',
    description:
      'The stored player: a whole candidate after `select-track`, less after `pick-player`, only `t,x,y,w,h` after `player-ref`',
    properties: {
      track_id: { type: 'integer' },
      t: { type: 'number', description: 'Seconds from the start of the video' },
      ...Object.fromEntries(['x', 'y', 'w', 'h'].map((side) => [side, { type: 'number' }])),
    },
  }),
  Target: someOf({
    confirmed: Type.Boolean(),
    analysis_attempt_id: text('The attempt: the next change sends it as `X-Analysis-Attempt-Id`'),
    player: someOf({
      player_name: nullable('string'),
      team_name: nullable('string'),
      shirt_number: nullable(['integer', 'string']),
    }),
    selection: eitherNull(anyObject('`frame_key`, `time_sec` and `bbox` of the confirmed box')),
    selections: Type.Array(anyObject('A stored box: `x,y,w,h` and its frame')),
    tracking: anyObject('How the tracking went'),
  }),
  Result: Type.Unsafe({
    type: 'object',
    description:
      'The short result. Ratings are null where the evaluation was withheld. `?view=full` has more keys.',
    properties: {
      match_rating_10: { type: ['number', 'null'], description: '0 to 10' },
      impact_100: { type: ['number', 'null'], description: '0 to 100' },
      overallScore: { type: ['number', 'null'] },
      roleScore: { type: ['number', 'null'] },
      radar: { type: 'object' },
      breakdown: { type: 'object' },
      explain: { type: ['string', 'null'] },
      evidence_metrics: { type: 'object' },
    },
  }),
  Assets: Type.Object({
    inputVideoUrl: nullable('string', 'Signed: works for an hour'),
    clips: Type.Array(
      someOf({
        label: nullable('string'),
        url: nullable('string', 'Signed: works for an hour'),
        startSec: nullable('number'),
        endSec: nullable('number'),
      }),
    ),
  }),
  Warnings: says('Codes such as `PLAYER_EVALUATION_WITHHELD`', Type.Array(Type.String())),
  Report: someOf({
    status: text('`PENDING`, `RUNNING`, `DONE`, `FAILED` or `UNAVAILABLE`'),
    report: anything,
    error: anything,
    reason: nullable('string'),
    analysis_attempt_id: text('The attempt, where one was begun'),
  }),
}
