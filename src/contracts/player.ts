import { Type } from '@sinclair/typebox'
import { Box, endsInsideFrame } from './box.ts'
import { FourFractions, FrameKey, has, Name, optional, PickableTrackId, Seconds } from './fields.ts'
import { holdsOne, rule, ruleInWords } from './rule.ts'

/** `POST …/pick-player`: the upstream answers 500 if the frame or the track is missing. */
export const PickPlayerBody = Type.Intersect([
  Type.Object({
    frame_key: optional(FrameKey),
    frameKey: optional(FrameKey),
    track_id: optional(PickableTrackId),
    trackId: optional(PickableTrackId),
  }),
  holdsOne('must hold frame_key', 'frame_key', 'frameKey'),
  holdsOne('must hold track_id', 'track_id', 'trackId'),
])

const fraction = Type.Number({
  minimum: 0,
  maximum: 1,
  errorMessage: 'must be a number from 0 to 1',
})
const length = Type.Number({
  exclusiveMinimum: 0,
  maximum: 1,
  errorMessage: 'must be a number above 0 and at most 1',
})

const list = (value: unknown): number[] => (Array.isArray(value) ? value : [])

/** A box in any spelling that the upstream reads: flat, `bbox` as object or list, `bbox_xywh`, `bbox_xyxy`. */
export const anyBox = {
  x: optional(fraction),
  y: optional(fraction),
  w: optional(length),
  h: optional(length),
  bbox: optional(Type.Union([Box, FourFractions], { errorMessage: boxMessage() })),
  bbox_xywh: optional(Type.Union([Box, FourFractions], { errorMessage: boxMessage() })),
  bbox_xyxy: optional(FourFractions),
}

export const anyBoxRules = [
  ruleInWords(
    'must hold a box: x, y, w and h, or bbox',
    (body) => {
      const flat = ['x', 'y', 'w', 'h'].every((name) => body[name] !== undefined)
      return flat || has(body, 'bbox', 'bbox_xywh', 'bbox_xyxy')
    },
    {
      anyOf: [['x', 'y', 'w', 'h'], ['bbox'], ['bbox_xywh'], ['bbox_xyxy']].map((required) => ({
        required,
      })),
    },
  ),
  ...endsInsideFrame,
  rule('the list [x, y, w, h] must stay inside the frame, with sides above 0', (body) =>
    [body['bbox'], body['bbox_xywh']].every((value) => {
      const [x = 0, y = 0, w = 1, h = 1] = list(value)
      return !Array.isArray(value) || (w > 0 && h > 0 && x + w <= 1 && y + h <= 1)
    }),
  ),
  rule(
    'bbox_xyxy must be [left, top, right, bottom] with right > left and bottom > top',
    (body) => {
      const [left = 0, top = 0, right = 1, bottom = 1] = list(body['bbox_xyxy'])
      return right > left && bottom > top
    },
  ),
]

/** `POST …/player-ref`: the player's box drawn by hand. The time must be `frame_time_sec`; `time_sec` is not read. */
export const PlayerRefBody = Type.Intersect([
  Type.Object({ frame_time_sec: optional(Seconds), frameTimeSec: optional(Seconds), ...anyBox }),
  holdsOne('must hold frame_time_sec', 'frame_time_sec', 'frameTimeSec'),
  ...anyBoxRules,
])

const ShirtNumber = Type.Union([Type.Integer({ minimum: 0, maximum: 99 }), Type.Null()], {
  errorMessage: 'must be a whole number from 0 to 99, or null',
})

/** `POST …/player-profile`. Keys that are not sent keep their values. */
export const PlayerProfileBody = Type.Object({
  playerName: optional(Name),
  player_name: optional(Name),
  teamName: optional(Name),
  team_name: optional(Name),
  shirtNumber: optional(ShirtNumber),
  shirt_number: optional(ShirtNumber),
})

function boxMessage(): string {
  return 'must be a box {x, y, w, h} in fractions that stays inside the frame'
}
