import { Type } from '@sinclair/typebox'
import { Box, flatBox } from './box.ts'
import { FrameKey, has, optional, SELECTIONS, Seconds, TrackId } from './fields.ts'
import { holdsOne, ruleInWords } from './rule.ts'

const Selections = Type.Array(
  flatBox({ frame_time_sec: Seconds, frame_key: optional(FrameKey) }),
  SELECTIONS,
)

const FRAME_NAMES = ['frame_key', 'time_sec', 'frame_time_sec']

/**
 * `POST …/target`: the list form of January, the single form of later versions, or both at once
 * (docs/contract.md#versions says which version reads which form).
 */
export const TargetBody = Type.Intersect([
  Type.Object({
    selections: optional(Selections),
    frame_key: optional(FrameKey),
    time_sec: optional(Seconds),
    frame_time_sec: optional(Seconds),
    bbox: optional(Box),
    track_id: optional(TrackId),
    force: optional(Type.Boolean({ errorMessage: 'must be true or false' })),
  }),
  holdsOne('must hold selections, or bbox with its frame', 'selections', 'bbox'),
  ruleInWords(
    'must name the frame of bbox: frame_key, time_sec or frame_time_sec',
    (body) => !has(body, 'bbox') || has(body, ...FRAME_NAMES),
    {
      if: { required: ['bbox'] },
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      then: { anyOf: FRAME_NAMES.map((name) => ({ required: [name] })) },
    },
  ),
])
