import { Type } from '@sinclair/typebox'
import { Box } from './box.ts'
import { optional, Seconds, TrackId } from './fields.ts'
import { holdsOne } from './rule.ts'

/**
 * `POST …/select-track` (docs/contract.md#select-track). `selection` is required, because some jobs fall back later
 * without it (docs/contract.md#quirk-2).
 */
export const SelectTrackBody = Type.Object({
  trackId: TrackId,
  selection: Type.Intersect([
    Type.Object({
      time_sec: optional(Seconds),
      frame_time_sec: optional(Seconds),
      frameTimeSec: optional(Seconds),
      bbox: Box,
    }),
    holdsOne(
      'must hold a time: time_sec or frame_time_sec',
      'time_sec',
      'frame_time_sec',
      'frameTimeSec',
    ),
  ]),
})
