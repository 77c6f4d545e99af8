import { type Fields, type FormFault, textOf } from '../forms/fields.ts'
import type { Frame } from '../job/job.ts'
import { secondsOf } from '../text/time-text.ts'
import { nearestFrame } from './frame-matching.ts'

/** Fields that the form carries along, so that the analyst keeps the box after a wrong number or time. */
const IN_WORK = [
  'left',
  'top',
  'width',
  'height',
  'step',
  'nudge',
  'point.x',
  'point.y',
  'corner.x',
  'corner.y',
]

/**
 * The frame that "Go to" asks for, counted from 1. A time wins over the number, because the form always
 * fills in the number. A fault carries the id of its field.
 */
export function goToFrame(
  frames: readonly Frame[],
  query: Fields,
): { n: number } | { fault: FormFault } {
  const time = textOf(query, 't')
  if (time !== '') return atTime(frames, secondsOf(time))
  const n = frameNumber(frames, textOf(query, 'n'))
  if (n !== null) return { n }
  const message = `Enter a frame number from 1 to ${frames.length}, or a time.`
  return { fault: { field: 'go-n', message } }
}

function atTime(frames: readonly Frame[], seconds: number | null) {
  const fault = (message: string) => ({ fault: { field: 'go-t', message } })
  if (seconds === null) return fault('Enter a time such as 1:05.')
  const nearest = nearestFrame(frames, seconds)
  return nearest ?? fault('The frames of this job have no times. Enter a frame number.')
}

/** The frame that the form was sent from, otherwise the frame of its number, otherwise the first. */
export function frameInWork(frames: readonly Frame[], query: Fields): Frame | null {
  const n = frameNumber(frames, textOf(query, 'from')) ?? frameNumber(frames, textOf(query, 'n'))
  return frames[(n ?? 1) - 1] ?? null
}

/** @returns null if the text is no number, or the job has no such frame */
function frameNumber(frames: readonly Frame[], text: string): number | null {
  const plain = text.normalize('NFKC')
  const n = /^\d{1,5}$/.test(plain) ? Number(plain) : 0
  return n >= 1 && n <= frames.length ? n : null
}

/** The fields of the box that the analyst is drawing, from the page's address or form, without the empty ones. */
export function boxInWork(fields: Fields): [string, string][] {
  return IN_WORK.map((name): [string, string] => [name, textOf(fields, name)]).filter(
    ([, value]) => value !== '',
  )
}
