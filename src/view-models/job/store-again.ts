import { legalPixels } from '../../domain/box/box.ts'
import { frameFields, sizeText } from '../../domain/forms/frame-fields.ts'
import { matchFrame } from '../../domain/frames/frame-matching.ts'
import { knownSize } from '../../domain/frames/frame-size.ts'
import { hasPicture } from '../../domain/frames/seen-pictures.ts'
import type { Frame, Job, Selection } from '../../domain/job/job.ts'
import type { ServiceFacts } from '../../domain/job/service-facts.ts'
import type { Urls } from '../../urls.ts'
import { type ActionForm, actionForm } from '../action-form.ts'
import { clock } from '../format.ts'

/** The stored target as a form that sends it once more. */
export interface StoreAgain extends ActionForm {
  title: string
  fields: Record<string, string>
}

/**
 * Null if the frame of the box or its picture is gone: then nobody can see what would be stored. Several boxes go
 * through `selection`, because `target` keeps one and drops the others.
 */
export function toStoreAgain(job: Job, urls: Urls, service: ServiceFacts): StoreAgain | null {
  const [selection] = job.target.selections
  const frame = selection && matchFrame(job.frames, selection)?.frame
  const action = job.target.selections.length > 1 ? 'selection' : 'target'
  const form = actionForm(job, action, urls, service)
  if (!selection || !frame || !form || !hasPicture(frame)) return null
  const fields = boxFields(frame, selection.box, job.playerRef?.trackId ?? null)
  return fields && { ...form, title: `Frame ${frame.n} at ${clock(frame.timeSec)}`, fields }
}

/**
 * A box in frame pixels with one decimal, as the form of the frame page sends it. It is fitted to the rules of
 * the editor, so that they do not refuse it. Null if the size of the frame is not known.
 */
export function boxFields(
  frame: Frame,
  box: Selection['box'],
  trackId: number | string | null,
): Record<string, string> | null {
  const size = knownSize(frame)
  if (size === null) return null
  const pixels = legalPixels(box, size)
  return {
    ...frameFields(frame),
    frame_size: sizeText(size),
    ...(trackId === null ? {} : { track_id: String(trackId) }),
    left: pixels.left.toFixed(1),
    top: pixels.top.toFixed(1),
    width: pixels.width.toFixed(1),
    height: pixels.height.toFixed(1),
  }
}
