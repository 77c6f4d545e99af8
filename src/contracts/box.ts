import { type Static, type TProperties, Type } from '@sinclair/typebox'
import { rule } from './rule.ts'

const edge = (description: string) =>
  Type.Number({
    minimum: 0,
    maximum: 1,
    description,
    errorMessage: 'must be a number from 0 to 1, a fraction of the frame',
  })
const side = (description: string) =>
  Type.Number({
    exclusiveMinimum: 0,
    maximum: 1,
    description,
    errorMessage: 'must be a number above 0 and at most 1, a fraction of the frame',
  })

const sides = {
  x: edge('Left edge, fraction of the frame width'),
  y: edge('Top edge, fraction of the frame height'),
  w: side('Width, fraction of the frame width'),
  h: side('Height, fraction of the frame height'),
}

const numbers = (value: Record<string, unknown>, a: string, b: string): number => {
  const [first, second] = [value[a], value[b]]
  return typeof first === 'number' && typeof second === 'number' ? first + second : 0
}

/** `x + w <= 1` and `y + h <= 1`: the box ends inside the frame (docs/architecture.md#bytes-pass-unchanged). */
export const endsInsideFrame = [
  rule(
    'x + w must be at most 1: the box ends outside the frame',
    (box) => numbers(box, 'x', 'w') <= 1,
  ),
  rule(
    'y + h must be at most 1: the box ends outside the frame',
    (box) => numbers(box, 'y', 'h') <= 1,
  ),
]

/**
 * A box in fractions of the frame, origin top left (docs/contract.md#coordinates). It refuses pixels, because the
 * upstream answers them with 500.
 */
export const Box = Type.Intersect([Type.Object(sides), ...endsInsideFrame])
export type Box = Static<typeof BoxShape>
const BoxShape = Type.Object(sides)

/** A box whose four numbers are mixed with other properties: the flat form of `selections`. */
export function flatBox<T extends TProperties>(others: T) {
  return Type.Intersect([Type.Object({ ...others, ...sides }), ...endsInsideFrame])
}
