import { type Fields, textOf } from '../forms/fields.ts'
import {
  boxFromClicks,
  boxFromFields,
  type Fault,
  type Field,
  type FrameSize,
  faults,
  fit,
  NUDGE_STEPS,
  type PixelBox,
  type Point,
  press,
} from './box.ts'

/** What the box editor shows after a Preview, a nudge or a click without script. */
export interface Preview {
  /** Obeys the rules; null if nothing is drawn yet. */
  box: PixelBox | null
  /** The fields as typed; null if they only repeat the box. */
  typed: Record<Field, string> | null
  faults: Fault[]
  /** The first of two clicks on the frame. */
  corner: Point | null
  /** How many pixels one press moves or resizes the box. */
  step: number
}

/**
 * Reads the query of the frame page. `start` is the box to show if the query holds none: the stored box,
 * otherwise the suggestion.
 */
export function readPreview(
  query: Fields,
  frame: FrameSize,
  start: PixelBox | null,
  suggestion: PixelBox | null,
): Preview {
  const step = NUDGE_STEPS.find((px) => String(px) === textOf(query, 'step')) ?? NUDGE_STEPS[0]!
  const pressed = textOf(query, 'nudge')
  const typed = {
    left: textOf(query, 'left'),
    top: textOf(query, 'top'),
    width: textOf(query, 'width'),
    height: textOf(query, 'height'),
  }
  const empty = Object.values(typed).every((text) => text === '')
  const read = empty ? { box: start, faults: [] } : boxFromFields(typed)
  const shown: Preview = { box: read.box, typed: null, faults: [], corner: null, step }
  if (pressed !== '') return { ...shown, box: press(read.box, pressed, step, frame, suggestion) }
  const clicked = boxFromClicks(query, frame)
  if (clicked !== null) return { ...shown, ...clicked }
  if (empty) return shown
  if (read.box === null) return { ...shown, typed, faults: read.faults }
  return { ...shown, box: fit(read.box, frame), typed, faults: faults(read.box, frame) }
}
