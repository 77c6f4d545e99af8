import type { Given } from '../../../static/js/box-editor/types.ts'
import { cornerWords, driftWords } from '../../../static/js/box-editor/words.js'
import {
  FIELDS,
  type Field,
  type FrameSize,
  NUDGE_STEPS,
  nameOf,
  type PixelBox,
  type Point,
  suggestedPixels,
  wholeOf,
} from '../../domain/box/box.ts'
import type { Preview } from '../../domain/box/preview.ts'
import { sizeText } from '../../domain/forms/frame-fields.ts'
import type { Frame } from '../../domain/job/job.ts'
import type { NameFields } from '../job/name-fields.ts'
import { mismatchWords, provenanceOf, type Suggested, warningOf } from './editor-words.ts'
import { type Overlay, toOverlay } from './overlay.ts'
import type { Storing } from './storing.ts'

/** The button that stores the player, stores the box and starts, in one press. */
export const START = 'Start with this box'

/** The name of the editor for each kind of box. */
const GROUPS = { target: 'Target box', player: 'Player box' } as const

const NUDGES = [
  ['left', 'Move left', '←'],
  ['right', 'Move right', '→'],
  ['up', 'Move up', '↑'],
  ['down', 'Move down', '↓'],
  ['grow', 'Grow', '+'],
  ['shrink', 'Shrink', '−'],
] as const

export interface BoxEditorInput {
  jobId: string
  frame: Frame
  /** What the pixels are counted in: `frameSizeOf(frame)`. */
  frameSize: FrameSize
  purpose: keyof typeof GROUPS
  /** The chosen player's track; sent as `track_id`. */
  trackId: number | string | null
  /** What the page shows of the track (`seenText`), so that the box is stored for nobody else; null if nothing. */
  seen: string | null
  /** The chosen track on this frame; null if it is not seen here. */
  suggestion: Suggested | null
  /** `readPreview` of the query, or what was posted and refused. */
  preview: Preview
  /** The letter of a track of the job. */
  letterOf: (trackId: number) => string | null
  imageUrl: string
  imageAlt: string
  formAction: string
  /** The frame page itself. */
  previewAction: string
  /** As in `ActionForm`. */
  attempt: string
  /** True if the form offers to use the box in spite of a mismatch. */
  offerForce: boolean
  /** Null where the box cannot be stored by itself: its player is not the stored one. */
  storing: Storing | null
  /** Where `START` sends the box; null if nothing can be started from here. */
  start: string | null
  /** Who the result is filed under; null if the service takes no names with this form. */
  names: NameFields | null
}

/** Exactly what `views/fragments/frame/box-editor.eta` prints. */
export interface BoxEditor {
  group: string
  storing: Storing | null
  start: { action: string; label: string } | null
  names: NameFields | null
  formAction: string
  previewAction: string
  hidden: { name: string; value: string }[]
  image: FrameSize & { src: string; alt: string }
  fields: { name: Field; label: string; value: string; max: number; fault: string | null }[]
  /** Null if nothing is drawn yet. */
  box: PixelBox | null
  corner: Point | null
  overlays: Overlay[]
  nudges: { value: string; label: string; sign: string }[]
  reset: { label: string }
  steps: { px: number; chosen: boolean }[]
  provenance: string
  drift: string
  /** Says before the box is sent what the service would refuse; empty if nothing is wrong. */
  warning: string
  /** What the last press did, for pages without script. */
  status: string
  offerForce: boolean
  /** For the script: `Given` as JSON. */
  given: string
}

/** Makes the editor of one frame. The server prints it, then the script takes it over. */
export function toBoxEditor(input: BoxEditorInput): BoxEditor {
  const { frame, frameSize, trackId, preview } = input
  const { box, corner } = preview
  const suggested = suggestedPixels(input.suggestion?.track.box ?? null, frameSize)
  const shownTrack = trackId ?? input.suggestion?.track.id
  const track = shownTrack === undefined ? '' : `track ${shownTrack}`
  return {
    group: GROUPS[input.purpose],
    storing: input.storing,
    start: input.start === null ? null : { action: input.start, label: START },
    names: input.names,
    formAction: input.formAction,
    previewAction: input.previewAction,
    hidden: hiddenFields(input),
    image: { ...frameSize, src: input.imageUrl, alt: input.imageAlt },
    fields: FIELDS.map((name) => ({
      name,
      label: nameOf(name),
      value: preview.typed?.[name] ?? String(box?.[name] ?? ''),
      max: wholeOf(name, frameSize),
      fault: preview.faults.find(({ field }) => field === name)?.message ?? null,
    })),
    box,
    corner,
    overlays: frame.tracks.map((other) =>
      toOverlay(
        other,
        frameSize,
        input.letterOf(other.id) ?? String(other.id),
        other.id === input.suggestion?.track.id,
      ),
    ),
    nudges: NUDGES.map(([value, label, sign]) => ({
      value,
      label,
      sign,
    })),
    reset: {
      label: suggested === null ? 'Place in the middle' : 'Reset to suggestion',
    },
    steps: NUDGE_STEPS.map((px) => ({ px, chosen: px === preview.step })),
    provenance: provenanceOf(input.suggestion, track),
    drift: driftWords(box, suggested),
    warning: warningOf(box, suggested, track, input.purpose),
    status: corner === null ? '' : cornerWords(corner),
    offerForce: input.offerForce,
    given: JSON.stringify({
      frame: frameSize,
      box,
      suggestion: suggested,
      mismatch: input.purpose === 'target' && track !== '' ? mismatchWords(track) : '',
      draftKey: `box ${input.jobId} ${frame.key ?? frame.n} ${sizeText(frameSize)} ${input.purpose} ${trackId ?? ''}`,
    } satisfies Given),
  }
}

function hiddenFields({
  frame,
  frameSize,
  purpose,
  trackId,
  seen,
  attempt,
  preview,
}: BoxEditorInput) {
  const values = {
    draw: purpose === 'player' ? purpose : null,
    frame_key: frame.key,
    time_sec: frame.timeSec,
    frame_size: sizeText(frameSize),
    track_id: trackId,
    seen,
    attempt,
    'corner.x': preview.corner?.x,
    'corner.y': preview.corner?.y,
  }
  return Object.entries(values).flatMap(([name, value]) =>
    value == null ? [] : [{ name, value: String(value) }],
  )
}
