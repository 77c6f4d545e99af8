import { boxFromFields, type FrameSize, faults, type PixelBox } from '../box/box.ts'
import { matchFrame } from '../frames/frame-matching.ts'
import { frameSizeOf } from '../frames/frame-size.ts'
import type { Frame, Job } from '../job/job.ts'
import { secondsOf } from '../text/time-text.ts'
import { type Fields, type FormFault, textOf } from './fields.ts'

/** The field `frame_size`: the size in which the form counts pixels. The service may give another size later. */
export const sizeText = ({ width, height }: FrameSize) => `${width}x${height}`

const OTHER_SIZE =
  'The picture of this frame has another size since you drew the box. Look at the box on it and set it again.'

/** The message if `frameOf` finds no frame. */
export const NO_FRAME =
  'Choose the frame again: the one in this form is not among the preview frames.'

/** The frame that a form names by `frame_key`, or by `time_sec` if it has no key. */
export function frameOf(fields: Fields, job: Job): Frame | null {
  const timeSec = secondsOf(textOf(fields, 'time_sec'))
  const match = matchFrame(job.frames, { frameKey: textOf(fields, 'frame_key') || null, timeSec })
  return match?.frame ?? null
}

/** The form fields with which `frameOf` finds this frame again. */
export function frameFields({ key, timeSec }: Frame): { frame_key: string; time_sec: string } {
  return { frame_key: key ?? '', time_sec: timeSec === null ? '' : String(timeSec) }
}

/** Reads the four number fields as a box on the frame, with the rules and messages of the editor. */
export function boxOf(fields: Fields, frame: Frame): { box: PixelBox } | { faults: FormFault[] } {
  const size = frameSizeOf(frame)
  const drawnOn = textOf(fields, 'frame_size')
  if (drawnOn !== '' && drawnOn !== sizeText(size)) {
    return { faults: [{ field: 'frame_key', message: OTHER_SIZE }] }
  }
  const read = boxFromFields({
    left: textOf(fields, 'left'),
    top: textOf(fields, 'top'),
    width: textOf(fields, 'width'),
    height: textOf(fields, 'height'),
  })
  if (read.box === null) return { faults: read.faults }
  const found = faults(read.box, size)
  return found.length > 0 ? { faults: found } : { box: read.box }
}
