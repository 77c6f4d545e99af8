import { type Static, Type } from '@sinclair/typebox'

/**
 * A box in fractions of the frame: origin top left, `x + w <= 1`, `y + h <= 1`
 * (CONTRACT section 1, "Coordinates"). The two sums cannot be said in JSON Schema;
 * `domain/box.ts` holds them.
 */
export const Box = Type.Object({
  x: Type.Number({ minimum: 0, maximum: 1, description: 'Left edge, fraction of the frame width' }),
  y: Type.Number({ minimum: 0, maximum: 1, description: 'Top edge, fraction of the frame height' }),
  w: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Width, fraction' }),
  h: Type.Number({ exclusiveMinimum: 0, maximum: 1, description: 'Height, fraction' }),
})
export type Box = Static<typeof Box>
