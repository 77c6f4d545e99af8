import { MOST_SELECTIONS } from '../../contracts/fields.ts'
import { fractionsForWire } from '../box/box.ts'
import { frameSizeOf } from '../frames/frame-size.ts'
import { hasPicture, notSeen } from '../frames/seen-pictures.ts'
import type { Job, Selection } from '../job/job.ts'
import { BOXES_FULL, nameOfStored, storedOn } from '../player/stored-boxes.ts'
import { suggestionOn } from '../player/suggestion.ts'
import {
  type Decoded,
  type Fields,
  type FormContext,
  type FormFault,
  fault,
  textOf,
  trackIdOf,
} from './fields.ts'
import { boxOf, frameOf, NO_FRAME } from './frame-fields.ts'
import { selectionBody, targetBody } from './request-bodies.ts'
import { CHANGED_SINCE, hasChanged } from './seen-box.ts'

/**
 * The body of `target`: the box of the four number fields. If the box is unchanged, or the form has none, it is exactly
 * the track's own box.
 */
export function targetForm(fields: Fields, { job }: FormContext): Decoded {
  const confirmed = confirmedOf(fields, job)
  if ('faults' in confirmed) return confirmed
  // The service treats a target that it already has as a repetition, and would keep the boxes of other frames
  // (docs/contract.md#target).
  if (isStoredBeside(job, fields, confirmed))
    return { body: selectionBody([confirmed]), instead: 'selection' }
  const track = textOf(fields, 'track_id')
  const trackId = track === '' ? null : trackIdOf(track)
  return { body: targetBody(confirmed, { trackId, force: textOf(fields, 'force') === 'true' }) }
}

/**
 * The body of `selection`: the stored boxes and the new one, which replaces the box on the same frame. With `remove`
 * (a name from `nameOfStored`), the stored boxes without that one.
 */
export function selectionForm(fields: Fields, { job }: FormContext): Decoded {
  const remove = textOf(fields, 'remove')
  const stored = job.target.selections
  if (remove !== '') {
    const left = stored.filter((selection) => nameOfStored(selection) !== remove)
    if (left.length === stored.length) return fault(null, NOT_STORED)
    if (left.length === 0)
      return fault(null, 'One box must stay: add another before you remove this one.')
    return { body: selectionBody(left) }
  }
  const track = textOf(fields, 'track_id')
  const player = job.playerRef?.trackId ?? null
  // The service does not compare the boxes of a selection with the player.
  if (track !== '' && player !== null && track !== String(player)) return fault(null, OF_ANOTHER)
  const confirmed = confirmedOf(fields, job)
  if ('faults' in confirmed) return confirmed
  const frame = frameOf(fields, job)
  const here = frame === null ? [] : storedOn(job, frame)
  const others = stored.filter((one) => !here.includes(one))
  if (others.length >= MOST_SELECTIONS) {
    return fault(null, BOXES_FULL)
  }
  return { body: selectionBody([...others, confirmed]) }
}

/** The service treats boxes as equal if they differ by no more than this, in fractions of the frame. */
const SAME = 0.001

/** True if this same box is stored on its frame, and at least one other box is stored too. */
function isStoredBeside(job: Job, fields: Fields, { box }: Selection): boolean {
  const frame = frameOf(fields, job)
  if (frame === null || job.target.selections.length < 2) return false
  const sides = ['x', 'y', 'w', 'h'] as const
  return storedOn(job, frame).some((stored) =>
    sides.every((side) => Math.abs(stored.box[side] - box[side]) <= SAME),
  )
}

function confirmedOf(fields: Fields, job: Job): Selection | { faults: FormFault[] } {
  const frame = frameOf(fields, job)
  if (frame === null) {
    return { faults: [{ field: 'frame_key', message: NO_FRAME }] }
  }
  if (!hasPicture(frame)) return { faults: [{ field: 'frame_key', message: notSeen(frame) }] }
  const track = textOf(fields, 'track_id')
  const found = suggestionOn(job, frame, track)
  if (hasChanged(fields, track, found)) {
    return { faults: [{ field: 'track_id', message: CHANGED_SINCE }] }
  }
  const suggested = found?.track.box ?? null
  const place = { frameKey: frame.key, timeSec: frame.timeSec }
  if (fields['left'] === undefined && suggested !== null) return { ...place, box: suggested }
  const read = boxOf(fields, frame)
  if ('faults' in read) return read
  return { ...place, box: fractionsForWire(read.box, frameSizeOf(frame), suggested) }
}

const NOT_STORED = 'That box is not stored any more.'
const OF_ANOTHER = 'This box is of another player than the stored one. Store the player first.'
