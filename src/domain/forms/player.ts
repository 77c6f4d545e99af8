import { fractionsForWire } from '../box/box.ts'
import { trackOn } from '../frames/frame-matching.ts'
import { frameSizeOf } from '../frames/frame-size.ts'
import { hasPicture, notSeen } from '../frames/seen-pictures.ts'
import type { Job } from '../job/job.ts'
import { suggestionOn } from '../player/suggestion.ts'
import { foreignText } from '../text/foreign-text.ts'
import { ownSideIn } from '../track/known.ts'
import type { ShirtsSeen } from '../track/shirts-seen.ts'
import { type Decoded, type Fields, type FormContext, fault, textOf, trackIdOf } from './fields.ts'
import { boxOf, frameOf, NO_FRAME } from './frame-fields.ts'
import { playerRefBody, selectTrackBody } from './request-bodies.ts'
import { CHANGED_SINCE, hasChanged, notOnFrame, suggestionIn, suggestionShown } from './seen-box.ts'
import { CHOOSE } from './track-field.ts'

/**
 * The body of `select-track` from a radio button. Time and box come from the frame that the form names, otherwise
 * from the track's best frame.
 */
export function selectTrackForm(
  fields: Fields,
  { job, candidates, shirts = null }: FormContext,
): Decoded {
  const trackId = textOf(fields, 'trackId')
  if (trackId === '') return fault('trackId', CHOOSE)
  const candidate = candidates?.items.find((item) => String(item.trackId) === trackId) ?? null
  const named = textOf(fields, 'frame_key') === '' ? null : frameOf(fields, job)
  const best =
    (named && suggestionOn(job, named, trackId)) ??
    suggestionShown(fields, job, trackId, candidate, ownSideIn(job, trackId, shirts))
  const id = trackIdOf(trackId)
  if (best !== null) {
    if (hasChanged(fields, trackId, best)) return fault('trackId', CHANGED_SINCE)
    const { frame, track } = best
    return {
      body: selectTrackBody(id, { frameKey: frame.key, timeSec: frame.timeSec, box: track.box }),
    }
  }
  if (hasChanged(fields, trackId, null)) return fault('trackId', CHANGED_SINCE)
  const sample = candidate?.samples.find(({ box }) => box !== null)
  if (!sample?.box)
    return fault('trackId', `Track ${foreignText(trackId)} is not among the players of this job.`)
  return { body: selectTrackBody(id, { frameKey: null, timeSec: sample.timeSec, box: sample.box }) }
}

/** The body of `pick-player`: a track on the frame that the form names, otherwise on its best frame. */
export function pickPlayerForm(fields: Fields, { job, shirts = null }: FormContext): Decoded {
  const trackId = textOf(fields, 'track_id')
  if (trackId === '') return fault('track_id', CHOOSE)
  const found = suggestionIn(fields, job, trackId, null, ownSideIn(job, trackId, shirts))
  if (!found?.frame.key) return fault('track_id', notOnFrame(trackId))
  if (hasChanged(fields, trackId, found)) return fault('track_id', CHANGED_SINCE)
  return { body: { frame_key: found.frame.key, track_id: found.track.id } }
}

/**
 * The body of `player-ref`: the box that the analyst drew on a frame because no track was found. If the form names a
 * track and no box, it is the track's own box, for a service without `pick-player`.
 */
export function playerRefForm(fields: Fields, { job, shirts = null }: FormContext): Decoded {
  if (fields['left'] === undefined && textOf(fields, 'track_id') !== '') {
    return ownBox(fields, job, shirts)
  }
  const frame = frameOf(fields, job)
  if (frame === null) return fault('frame_key', NO_FRAME)
  if (!hasPicture(frame)) return fault('frame_key', notSeen(frame))
  const read = boxOf(fields, frame)
  if ('faults' in read) return read
  const suggested = trackOn(frame, textOf(fields, 'track_id'))?.box ?? null
  const box = fractionsForWire(read.box, frameSizeOf(frame), suggested)
  return { body: playerRefBody({ frameKey: frame.key, timeSec: frame.timeSec, box }) }
}

function ownBox(fields: Fields, job: Job, shirts: ShirtsSeen | null): Decoded {
  const trackId = textOf(fields, 'track_id')
  const found = suggestionIn(fields, job, trackId, null, ownSideIn(job, trackId, shirts))
  if (found === null) return fault('track_id', notOnFrame(trackId))
  if (hasChanged(fields, trackId, found)) return fault('track_id', CHANGED_SINCE)
  const { frame, track } = found
  return {
    body: playerRefBody({ frameKey: frame.key, timeSec: frame.timeSec, box: track.box }),
  }
}
