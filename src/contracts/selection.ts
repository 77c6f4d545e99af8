import { Type } from '@sinclair/typebox'
import { FrameKey, optional, SELECTIONS, Seconds } from './fields.ts'
import { anyBox, anyBoxRules } from './player.ts'
import { holdsOne } from './rule.ts'

/**
 * `POST …/selection`: up to five boxes. Each needs its time, even if it has a key
 * (docs/contract.md#selection).
 */
export const SelectionBody = Type.Object({
  selections: Type.Array(
    Type.Intersect([
      Type.Object({
        frame_time_sec: optional(Seconds),
        frameTimeSec: optional(Seconds),
        frame_key: optional(FrameKey),
        frameKey: optional(FrameKey),
        ...anyBox,
      }),
      holdsOne('must hold frame_time_sec', 'frame_time_sec', 'frameTimeSec'),
      ...anyBoxRules,
    ]),
    SELECTIONS,
  ),
})
