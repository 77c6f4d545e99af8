import { type TSchema, Type } from '@sinclair/typebox'
import { text } from './text.ts'

/** Small schemas that the bodies of several routes share. */

/** Seconds from the start of the video; 0 is a time (docs/contract.md#quirk-1). */
export const Seconds = Type.Number({
  minimum: 0,
  errorMessage: 'must be a number of seconds, 0 or more',
  description: 'Seconds from the start of the video',
})

export const PLAIN = 'without control or broken characters'

export const Text = text({ message: `must be text ${PLAIN}` })

export const NonBlank = text({
  pattern: '\\S',
  message: `must be text that is not blank, ${PLAIN}`,
})

/** The most boxes of a target that the service keeps (docs/contract.md#selection). */
export const MOST_SELECTIONS = 5

/** How many `selections` a body holds. */
export const SELECTIONS = {
  minItems: 1,
  maxItems: MOST_SELECTIONS,
  errorMessage: `must be a list of 1 to ${MOST_SELECTIONS} selections`,
}

/** Most characters of a name of a player or a team. */
export const NAME_CHARACTERS = 120

/** For `maxlength` of a field, which counts UTF-16 units: a character has at most two. */
export const NAME_UNITS = 2 * NAME_CHARACTERS

export const Name = Type.Union([text({ most: NAME_CHARACTERS, message: '' }), Type.Null()], {
  errorMessage: `must be text of at most ${NAME_CHARACTERS} characters, ${PLAIN}, or null`,
})

export const OptionalText = Type.Union([Text, Type.Null()], {
  errorMessage: `must be text ${PLAIN}`,
})

/** The largest id as a number: JSON readers round larger numbers, which would change the id. */
const SAFE = Number.MAX_SAFE_INTEGER

/** A track id: whole number, or text that is not blank. */
export const TrackId = Type.Union([Type.Integer({ minimum: -SAFE, maximum: SAFE }), NonBlank], {
  errorMessage: `must be a track id: a whole number, or text that is not blank, ${PLAIN}`,
})

/** A track id without 0: the upstream reads 0 as missing and answers 500 (docs/contract.md#pick-player). */
export const PickableTrackId = Type.Union([Type.Integer({ minimum: 1, maximum: SAFE }), NonBlank], {
  errorMessage: `must be a track id: a whole number above 0, or text that is not blank, ${PLAIN}`,
})

export const FrameKey = text({
  pattern: '\\S',
  message: `must be the key of a preview frame, ${PLAIN}`,
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
