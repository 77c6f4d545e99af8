import { type TSchema, Type } from '@sinclair/typebox'

/** The small words that the bodies of several routes are made of. */

/** Seconds from the start of the video; 0 is a time (CONTRACT section 6, quirk 1). */
export const Seconds = Type.Number({
  minimum: 0,
  errorMessage: 'must be a number of seconds, 0 or more',
  description: 'Seconds from the start of the video',
})

export const NonBlank = Type.String({
  pattern: '\\S',
  errorMessage: 'must be text that is not blank',
})

/** A track id: whole number, or text that is not blank. */
export const TrackId = Type.Union([Type.Integer(), NonBlank], {
  errorMessage: 'must be a track id: a whole number, or text that is not blank',
})

/** The upstream takes the id 0 as missing and answers 500 (CONTRACT, pick-player). */
export const PickableTrackId = Type.Union([Type.Integer({ minimum: 1 }), NonBlank], {
  errorMessage: 'must be a track id: a whole number above 0, or text that is not blank',
})

export const FrameKey = Type.String({
  pattern: '\\S',
  errorMessage: 'must be the key of a preview frame',
  description: 'The `key` of a preview frame',
})

/** Four fractions as a list: `[x, y, w, h]` or `[x1, y1, x2, y2]`. */
export const FourFractions = Type.Array(Type.Number({ minimum: 0, maximum: 1 }), {
  minItems: 4,
  maxItems: 4,
  errorMessage: 'must be a list of four numbers from 0 to 1',
})

export const optional = <T extends TSchema>(schema: T) => Type.Optional(schema)

export const has = (value: Record<string, unknown>, ...names: string[]): boolean =>
  names.some((name) => value[name] !== undefined)
